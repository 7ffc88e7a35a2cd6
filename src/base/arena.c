/* base/arena.c — blocks of zeroed memory, bumped. Under AddressSanitizer every allocation is a block of its own, so that an
 * overrun of one is found. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ONE_BLOCK_EACH 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ONE_BLOCK_EACH 1
#endif
#endif

enum { ALIGN = 16, FIRST_BLOCK = 8 << 10, LARGEST_BLOCK = 1 << 20 };

struct block {
	alignas(ALIGN) struct block *before;
	size_t used, size;                                      /* of bytes[] */
	alignas(ALIGN) unsigned char bytes[];
};

struct closer {
	struct closer *before;
	void (*close)(void *);
	void *arg;
};

struct arena {
	struct block *now;                                      /* where the next small allocation goes */
	struct block *first;                                    /* kept by arena_reset */
	struct closer *closers;
	size_t next_size, used;
	bool secret;
};

static _Noreturn void out_of_memory(void)
{
	fputs("{\"level\":\"error\",\"event\":\"memory.exhausted\"}\n", stderr);
	abort();
}

static struct block *block_new(size_t size)
{
	if (size > SIZE_MAX / 2)
		out_of_memory();
	struct block *block = calloc(1, sizeof *block + size);
	if (!block)
		out_of_memory();
	block->size = size;
	return block;
}

struct arena *arena_new(void)
{
	struct arena *arena = calloc(1, sizeof *arena);
	if (!arena)
		out_of_memory();
#ifdef ONE_BLOCK_EACH
	arena->first = arena->now = block_new(0);
#else
	arena->first = arena->now = block_new(FIRST_BLOCK);
#endif
	arena->next_size = 2 * FIRST_BLOCK;
	return arena;
}

static void run_closers(struct arena *arena)
{
	while (arena->closers) {
		struct closer *closer = arena->closers;
		arena->closers = closer->before;
		closer->close(closer->arg);
	}
}

static void free_blocks(struct block *block, const struct block *but, bool wipe)
{
	while (block) {
		struct block *before = block->before;
		if (block != but && wipe)
			explicit_bzero(block->bytes, block->used);
		if (block != but)
			free(block);
		block = before;
	}
}

void arena_release(struct arena *arena)
{
	if (!arena)
		return;
	run_closers(arena);
	free_blocks(arena->now, NULL, arena->secret);
	free(arena);
}

void arena_reset(struct arena *arena)
{
	run_closers(arena);
	free_blocks(arena->now, arena->first, arena->secret);
	arena->secret = false;
	arena->now = arena->first;
	memset(arena->first->bytes, 0, arena->first->used);
	arena->first->used = 0;
	arena->first->before = NULL;
	arena->next_size = 2 * FIRST_BLOCK;
	arena->used = 0;
}

static void *bump(struct block *block, size_t bytes)
{
	void *p = block->bytes + block->used;
	block->used += bytes;
	return p;
}

void arena_holds_secrets(struct arena *arena)
{
	arena->secret = true;
}

void *arena_alloc(struct arena *arena, size_t bytes)
{
	if (bytes > SIZE_MAX / 4)
		out_of_memory();
	arena->used += bytes;
#ifdef ONE_BLOCK_EACH
	struct block *block = block_new(bytes);
	block->before = arena->now;
	arena->now = block;
	return bump(block, bytes);
#else
	bytes = (bytes + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (bytes <= arena->now->size - arena->now->used)
		return bump(arena->now, bytes);
	if (bytes > arena->next_size / 4) {
		/* Large: a block of its own, behind the current one, whose rest stays in use. */
		struct block *own = block_new(bytes);
		own->before = arena->now->before;
		arena->now->before = own;
		return bump(own, bytes);
	}
	struct block *block = block_new(arena->next_size);
	if (arena->next_size < LARGEST_BLOCK)
		arena->next_size *= 2;
	block->before = arena->now;
	arena->now = block;
	return bump(block, bytes);
#endif
}

void arena_closer(struct arena *arena, void (*close)(void *), void *arg)
{
	struct closer *closer = arena_make(arena, struct closer);
	*closer = (struct closer){ arena->closers, close, arg };
	arena->closers = closer;
}

size_t arena_used_bytes(const struct arena *arena)
{
	return arena->used;
}

size_t arena_array_bytes(size_t count, size_t each)
{
	size_t bytes;
	if (__builtin_mul_overflow(count, each, &bytes))
		out_of_memory();
	return bytes;
}
