/* Archives: what is written is read; what lies, overlaps, explodes or leaves its place is refused before it is unpacked. */
#include "meta_support.h"

#include "format/deflate.h"
#include "format/inflate.h"

static void put16(uint8_t *p, unsigned v) { p[0] = (uint8_t)v; p[1] = (uint8_t)(v >> 8); }
static void put32(uint8_t *p, uint32_t v) { put16(p, v & 0xffff); put16(p + 2, v >> 16); }

static struct bytes copy_of(struct bytes b)
{
	uint8_t *p = arena_alloc(t.mem, b.n);
	memcpy(p, b.p, b.n);
	return (struct bytes){ p, b.n };
}

/* Where the n-th record with that signature begins. */
static uint8_t *record(struct bytes b, uint32_t signature, int n)
{
	uint8_t s[4];
	put32(s, signature);
	for (size_t i = 0; i + 4 <= b.n; i++)
		if (memcmp(b.p + i, s, 4) == 0 && n-- == 0)
			return (uint8_t *)b.p + i;
	assert_true(false);
	return NULL;
}

static void opens_as(struct bytes file, enum text why)
{
	struct zip z;
	struct bytes part;
	test_forget(&t);
	enum status st = zip_open(&t.cx, file, &z);
	for (size_t i = 0; st == OK && i < z.n; i++)
		st = zip_get(&t.cx, &z, &z.entries[i], &part);
	assert_int_equal(t.problem.why, why);
	assert_int_equal(st, why == T_NONE ? OK : E_INVALID);
	test_forget(&t);
}

#define HEAD 0x04034b50
#define DIR 0x02014b50
#define END 0x06054b50

static struct bytes two(void)
{
	static const struct part parts[] = { { LIT("a.xml"), LIT("one one one one one one one one one") }, { LIT("b/c.xml"), LIT("two") } };
	return copy_of(archive_of(parts, 2));
}

static void round_trip(void **state)
{
	(void)state;
	struct zip z;
	struct bytes part, file = two();
	assert_ok(&t, zip_open(&t.cx, file, &z));
	assert_int_equal(z.n, 2);
	assert_int_equal(z.entries[0].method, 8);
	assert_int_equal(z.entries[1].method, 0);
	assert_ok(&t, zip_get(&t.cx, &z, zip_find(&z, S("A.XML")), &part));
	assert_true(str_eq(str_of_bytes(part), S("one one one one one one one one one")));
	assert_null(zip_find(&z, S("d")));
	opens_as(archive_of(NULL, 0), T_NONE);
}

static void lies(void **state)
{
	(void)state;
	static const struct { uint32_t record; int n; size_t at; unsigned size; uint32_t value; enum text why; } cases[] = {
		{ DIR, 0, 24, 4, 34, T_META_BROKEN },                   /* size less than what comes out */
		{ DIR, 0, 24, 4, 36, T_META_BROKEN },                   /* more */
		{ DIR, 0, 24, 4, 0x7fffffff, T_META_LIMIT },
		{ DIR, 0, 24, 4, 2 << 20, T_META_LIMIT },               /* the ratio */
		{ DIR, 0, 20, 4, 4, T_META_BROKEN },                    /* packed size */
		{ DIR, 0, 20, 4, 0x7fffffff, T_META_BROKEN },
		{ DIR, 0, 16, 4, 1, T_META_BROKEN },                    /* checksum */
		{ DIR, 0, 42, 4, 1, T_META_BROKEN },                    /* place */
		{ DIR, 0, 42, 4, 0x7fffffff, T_META_BROKEN },
		{ DIR, 1, 42, 4, 0, T_META_BROKEN },                    /* the other's head */
		{ DIR, 0, 8, 2, 1, T_META_ENCRYPTED },
		{ DIR, 0, 10, 2, 12, T_META_BROKEN },                   /* bzip2 */
		{ HEAD, 0, 8, 2, 0, T_META_BROKEN },                    /* method in the local head only */
		{ HEAD, 0, 28, 2, 0xffff, T_META_BROKEN },
		{ DIR, 0, 28, 2, 0xffff, T_META_BROKEN },
		{ DIR, 0, 30, 2, 9, T_META_BROKEN },
		{ END, 0, 10, 2, 3, T_META_BROKEN },                    /* how many */
		{ END, 0, 10, 2, 1, T_META_BROKEN },
		{ END, 0, 10, 2, 10001, T_META_LIMIT },
		{ END, 0, 16, 4, 0x7fffffff, T_META_BROKEN },
		{ END, 0, 12, 4, 0xffffffff, T_META_BROKEN },           /* zip64 without its record */
		{ END, 0, 4, 2, 1, T_META_BROKEN },                     /* volumes */
		{ END, 0, 20, 2, 1, T_META_BROKEN },                    /* a comment that is not there */
		{ END, 0, 0, 4, 0, T_META_BROKEN },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct bytes file = two();
		uint8_t *p = record(file, cases[i].record, cases[i].n) + cases[i].at;
		if (cases[i].size == 4)
			put32(p, cases[i].value);
		else
			put16(p, cases[i].value);
		opens_as(file, cases[i].why);
	}
}

static void names(void **state)
{
	(void)state;
	static const struct str bad[] = { LIT("/etc/a"), LIT("../a"), LIT("a/../b"), LIT("a\\b"), LIT("C:a"), LIT("a//b"), LIT("./a"), LIT("\xff"), LIT("a\0b") };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct part parts[] = { { bad[i], LIT("x") } };
		opens_as(archive_of(parts, 1), T_META_BROKEN);
	}
	struct part twice[] = { { LIT("a.xml"), LIT("x") }, { LIT("A.xml"), LIT("y") } }, folder[] = { { LIT("a/"), LIT("") }, { LIT("日本.xml"), LIT("y") } };
	opens_as(archive_of(twice, 2), T_META_BROKEN);
	opens_as(archive_of(folder, 2), T_NONE);
}

/* Many entries, large ones, and all of them together: each bound by itself. */
static void bounds(void **state)
{
	(void)state;
	struct part *many = arena_array(t.mem, struct part, META_ENTRIES_MAX);
	for (size_t i = 0; i < META_ENTRIES_MAX; i++)
		many[i] = (struct part){ str_format(t.mem, "%zu", i), S("") };
	opens_as(archive_of(many, META_ENTRIES_MAX), T_NONE);
	size_t large = (size_t)1 << 20;
	char *zeros = arena_alloc(t.mem, 2 * large);
	struct part bomb[] = { { LIT("a"), { zeros, 2 * large } } };
	memset(zeros, 'x', large * 2);
	for (size_t i = 0; i < 2 * large; i += 97)
		zeros[i] = (char)('a' + i % 23);
	opens_as(archive_of(bomb, 1), T_NONE);
	memset(zeros, 0, 2 * large);
	opens_as(archive_of(bomb, 1), T_NONE);                  /* ours packs too badly to explode */
	struct bytes file = copy_of(archive_of(bomb, 1));
	put32(record(file, DIR, 0) + 24, (uint32_t)(META_PART_MAX));
	opens_as(file, T_META_LIMIT);
	struct part *sum = arena_array(t.mem, struct part, 100);
	for (size_t i = 0; i < 100; i++)
		sum[i] = (struct part){ str_format(t.mem, "%zu", i), { zeros, large } };
	opens_as(archive_of(sum, 100), T_META_LIMIT);
}

static void beginnings(void **state)
{
	(void)state;
	struct bytes file = two();
	for (size_t n = 0; n < file.n; n++) {
		uint8_t *p = malloc(n ? n : 1);
		assert_non_null(p);
		memcpy(p, file.p, n);
		opens_as((struct bytes){ p, n }, T_META_BROKEN);
		free(p);
	}
}

/* zip64 sizes in the extra field, a data descriptor, bytes in front: as streaming writers make them. */
static void zip64(void **state)
{
	(void)state;
	static const uint8_t entry[] = { 'P', 'K', 3, 4, 45, 0, 8, 0, 0, 0, 0, 0, 0x21, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 'a', 'x',
		'P', 'K', 7, 8, 0x83, 0x16, 0xdc, 0x8c, 1, 0, 0, 0, 1, 0, 0, 0 };
	static const uint8_t dir[] = { 'P', 'K', 1, 2, 45, 0, 45, 0, 8, 0, 0, 0, 0, 0, 0x21, 0, 0x83, 0x16, 0xdc, 0x8c, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 0,
		20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 'a', 1, 0, 16, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0 };
	static const uint8_t end[] = { 'P', 'K', 5, 6, 0, 0, 0, 0, 1, 0, 1, 0, sizeof dir, 0, 0, 0, sizeof entry, 0, 0, 0, 0, 0 };
	uint8_t file[sizeof entry + sizeof dir + sizeof end];
	memcpy(file, entry, sizeof entry);
	memcpy(file + sizeof entry, dir, sizeof dir);
	memcpy(file + sizeof entry + sizeof dir, end, sizeof end);
	opens_as((struct bytes){ file, sizeof file }, T_NONE);
	file[sizeof entry + 51] = 200;                          /* the real size, beyond the archive */
	opens_as((struct bytes){ file, sizeof file }, T_META_BROKEN);
}

static void inflating(void **state)
{
	(void)state;
	struct bytes in = bytes_of(S("\x4b\x04\x00")), out;     /* "a", fixed code */
	assert_int_equal(inflate_bytes(t.mem, INFLATE_RAW, in, 10, &out), INFLATE_DONE);
	assert_true(str_eq(str_of_bytes(out), S("a")));
	assert_int_equal(inflate_bytes(t.mem, INFLATE_RAW, in, 1, &out), INFLATE_DONE);
	assert_int_equal(inflate_bytes(t.mem, INFLATE_RAW, in, 0, &out), INFLATE_TOO_LARGE);
	assert_int_equal(inflate_bytes(t.mem, INFLATE_RAW, (struct bytes){ in.p, 1 }, 10, &out), INFLATE_BROKEN);
	assert_int_equal(inflate_bytes(t.mem, INFLATE_ZLIB, in, 10, &out), INFLATE_BROKEN);
	assert_int_equal(inflate_bytes(t.mem, INFLATE_RAW, (struct bytes){ NULL, 0 }, 10, &out), INFLATE_BROKEN);
	size_t n = 3 << 20;
	uint8_t *p = arena_alloc(t.mem, n);
	for (size_t i = 0, seed = 7; i < n; i++, seed = seed * 1103515245 + 12345)
		p[i] = (uint8_t)(i % 1000 < 600 ? 'a' + i % 26 : seed >> 16);
	struct buf packed;
	buf_init(&packed, t.mem, 2 * n);
	deflate_bytes(t.mem, (struct bytes){ p, n }, &packed);
	assert_true(packed.n < n);
	struct bytes small = { (const uint8_t *)packed.p, packed.n };
	assert_int_equal(inflate_bytes(t.mem, INFLATE_RAW, small, n, &out), INFLATE_DONE);
	assert_int_equal(out.n, n);
	assert_memory_equal(out.p, p, n);
	assert_int_equal(inflate_bytes(t.mem, INFLATE_RAW, small, n - 1, &out), INFLATE_TOO_LARGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(round_trip), cmocka_unit_test(lies), cmocka_unit_test(names), cmocka_unit_test(bounds),
		cmocka_unit_test(beginnings), cmocka_unit_test(zip64), cmocka_unit_test(inflating) };
	return cmocka_run_group_tests(tests, open_cx, close_cx);
}
