/* model/area.h — prefectures and regions of Japan, with their names in both languages. Codes are those of ISO 3166-2:JP (JIS X 0401). */
#ifndef NOROSHI_MODEL_AREA_H
#define NOROSHI_MODEL_AREA_H
#include "base/str.h"

enum { AREA_LAST = 47, REGION_LAST = 8 };
struct area { struct str ja, en; int region; };                 /* 北海道, Hokkaido; 青森県, Aomori */
struct region { struct str ja, en; };                           /* 東北地方, Tohoku region */
extern const struct area areas[AREA_LAST + 1];                  /* [1] is Hokkaido, [13] Tokyo; 0 is empty */
extern const struct region regions[REGION_LAST + 1];            /* [1] is Hokkaido; 0 is empty */
/* "13" or "JP-13" into 13; 0: no such prefecture. */
int area_of_code(struct str);
#endif
