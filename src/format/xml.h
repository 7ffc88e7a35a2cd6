/* format/xml.h — the pieces of an XML text one after the other, for looking at and for writing on unchanged. No tree, no
 * entities of its own, no document type (XML_BROKEN): nothing can expand. UTF-8 in; borrowed slices out; linear.
 *
 *   struct xml x = { text }; struct xml_piece p; while (xml_next(&x, &p)) ...; if (p.kind == XML_BROKEN) ...
 */
#ifndef NOROSHI_FORMAT_XML_H
#define NOROSHI_FORMAT_XML_H
#include "base/arena.h"

enum xml_kind { XML_END, XML_BROKEN, XML_OPEN, XML_EMPTY /* <a/> */, XML_CLOSE, XML_TEXT, XML_CDATA, XML_REMARK /* comments, <? ?> */ };
struct xml { struct str text; size_t at; };
struct xml_piece {
	enum xml_kind kind;
	struct str whole;                                       /* as it stands there */
	struct str name, local;                                 /* of tags: with and without its prefix */
	struct str rest;                                        /* of tags: the attributes; of text and CDATA: what is inside */
};
/* False at the end, with kind END or BROKEN. That tags pair up is the caller's to see. */
bool xml_next(struct xml *, struct xml_piece *ret);
struct xml_attribute { struct str before, name, local, value; };        /* before: the space in front; value: raw, without quotes */
/* Takes the next one off `rest`; false at its end. */
bool xml_attribute(struct str *rest, struct xml_attribute *ret);
struct str xml_attribute_of(struct str rest, struct str local);         /* raw; NO_STR where there is none */
/* Entities and character references replaced; unknown ones stay as they are. */
struct str xml_text(struct arena *, struct str raw);
#endif
