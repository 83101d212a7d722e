/* Reading a rules folder: which file is what is said by where it stands. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/err.h"
#include "base/yaml.h"
#include "normal.h"
#include "rules_cache.h"
#include "rules_read.h"

enum { NAMES_MOST = 10000 };

void
rules_fault(struct rules_reading *r, const struct ex_err *e)
{
	if (r->nfault++ == 0)
		r->first = *e;
	if (r->fault)
		r->fault(r->arg, e);
}

static const char *
path_join(struct rules_reading *r, const char *dir, const char *name)
{
	return mem_printf(r->mem, "%s/%s", dir, name).p;
}

static bool
is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool
is_yaml(const char *name)
{
	return str_ends(str_c(name), STR(".yaml"));
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A fault of a folder or file as a whole. */
static void
fault_of(struct rules_reading *r, const char *path, const char *what,
	const char *why)
{
	struct ex_err e;

	err_at(&e, path, 0, 0, "%s%s", what, why);
	rules_fault(r, &e);
}

/* Names in dir that are not hidden, in byte order; -1 when it can't be read. */
static int
names(struct rules_reading *r, const char *dir, const char ***out, size_t *n)
{
	const struct dirent *entry;
	int failed;
	DIR *d;

	rules_stamp(&r->stamps, dir);
	d = opendir(dir);
	*n = 0;
	if (!d) {
		fault_of(r, dir, "cannot open the rules: ", strerror(errno));
		return -1;
	}
	*out = mem_alloc(r->mem, NAMES_MOST * sizeof **out);
	while (errno = 0, *n < NAMES_MOST && (entry = readdir(d)))
		if (entry->d_name[0] != '.')
			(*out)[(*n)++] =
				mem_str(r->mem, str_c(entry->d_name)).p;
	failed = errno;
	closedir(d);
	if (failed)
		fault_of(r, dir, "cannot read the rules: ", strerror(failed));
	if (*n == NAMES_MOST)
		fault_of(r, dir, "too many files", "");
	qsort(*out, *n, sizeof **out, by_name);
	return 0;
}

static struct node *
read_yaml(struct rules_reading *r, const char *path)
{
	struct ex_err e = { .line = 0 };
	struct node *n = NULL;

	rules_stamp(&r->stamps, path);
	if (yaml_read(path, r->mem, &n, &e)) {
		rules_fault(r, &e);
		return NULL;
	}
	return n;
}

static void
fault_at(struct rules_reading *r, const char *file, const struct node *n,
	const char *what)
{
	struct ex_err e = { .line = 0 };

	err_at(&e, file, n->line, n->column, "%s", what);
	rules_fault(r, &e);
}

static void
read_phase(struct rules_reading *r, const char *file, const struct node *n)
{
	const struct node *of = node_get(n, "of");
	struct str name = node_text(n, "name");
	struct draft_phase *p = MEM_NEW(r->mem, struct draft_phase);

	if (n->kind != NODE_OBJECT || !name.n || !of || of->kind != NODE_LIST) {
		fault_at(r, file, n, "a phase has a 'name' and a list 'of'");
		return;
	}
	*p = (struct draft_phase){ .name = name, .of = of };
	if (r->last_phase)
		r->last_phase->next = p;
	else
		r->phase = p;
	r->last_phase = p;
}

static void
read_cascade(struct rules_reading *r, const char *path)
{
	const struct node *n, *list = read_yaml(r, path);

	if (!list)
		return;
	if (list->kind != NODE_LIST) {
		fault_at(r, path, list, "the cascade is a list of phases");
		return;
	}
	for (n = list->first; n; n = n->next)
		read_phase(r, path, n);
}

static void
add_lexicon(struct rules_reading *r, const char *file, const struct node *n)
{
	struct ex_err e;
	struct lexicon *l;
	size_t i, cap;

	for (i = 0; i < r->nlexicon; i++) {
		l = r->lexicon[i];
		if (!str_eq(lexicon_name(l), n->name))
			continue;
		if (lexicon_extend(l, file, n, r->mem, &e))
			rules_fault(r, &e);
		return;
	}
	if (lexicon_new(file, n, r->mem, &l, &e)) {
		rules_fault(r, &e);
		return;
	}
	if (r->nlexicon == r->lexicon_cap) {
		cap = r->lexicon_cap ? r->lexicon_cap * 2 : 32;
		r->lexicon = mem_grow(r->mem, r->lexicon,
			r->nlexicon * sizeof *r->lexicon,
			cap * sizeof *r->lexicon);
		r->lexicon_cap = cap;
	}
	r->lexicon[r->nlexicon++] = l;
}

static void
add_fragment(struct rules_reading *r, const char *file, struct node *n)
{
	struct node *copy, *had;

	if (n->kind != NODE_TEXT) {
		fault_at(r, file, n, "a fragment is a name and a pattern");
		return;
	}
	had = node_get(r->fragments, mem_str(r->mem, n->name).p);
	if (had) {
		had->text = normal_seen(r->mem, n->text);
		return;
	}
	copy = node_new(r->mem, NODE_TEXT);
	copy->text = normal_seen(r->mem, n->text);
	node_add(r->fragments, n->name, copy);
}

/* A folder of mappings by name: lexicons or fragments. */
static void
read_named(struct rules_reading *r, const char *dir,
	void (*add)(struct rules_reading *, const char *, struct node *))
{
	const char **name, *path;
	struct node *n, *file;
	size_t i, count;

	if (names(r, dir, &name, &count))
		return;
	for (i = 0; i < count; i++) {
		path = path_join(r, dir, name[i]);
		if (!is_yaml(name[i]) || !(file = read_yaml(r, path)))
			continue;
		if (file->kind != NODE_OBJECT) {
			fault_at(r, path, file, "want a mapping by name");
			continue;
		}
		for (n = file->first; n; n = n->next)
			add(r, path, n);
	}
}

static void
lexicon_of(struct rules_reading *r, const char *file, struct node *n)
{
	add_lexicon(r, file, n);
}

static bool
good_name(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') ||
			    (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '-'))
			return false;
	return s.n > 0;
}

/* The slot of that id, or the free one where it belongs. */
static size_t *
draft_slot(const struct rules_reading *r, struct str id)
{
	size_t i = (size_t)str_hash(id) & (r->nslot - 1);

	while (r->slot[i] && !str_eq(r->draft[r->slot[i] - 1].id, id))
		i = (i + 1) & (r->nslot - 1);
	return &r->slot[i];
}

static void
more_drafts(struct rules_reading *r)
{
	size_t i, cap = r->draft_cap ? r->draft_cap * 2 : 256;

	r->draft = mem_grow(r->mem, r->draft, r->ndraft * sizeof *r->draft,
		cap * sizeof *r->draft);
	r->draft_cap = cap;
	r->nslot = cap * 2;
	r->slot = mem_alloc(r->mem, r->nslot * sizeof *r->slot);
	for (i = 0; i < r->ndraft; i++)
		*draft_slot(r, r->draft[i].id) = i + 1;
}

static void
add_draft(struct rules_reading *r, const struct draft *d, size_t mine)
{
	struct ex_err e = { .line = 0 };
	size_t *slot;

	if (r->ndraft == r->draft_cap)
		more_drafts(r);
	slot = draft_slot(r, d->id);
	if (*slot == 0) {
		r->draft[r->ndraft++] = *d;
		*slot = r->ndraft;
		return;
	}
	if (*slot > mine) {
		err_at(&e, d->file, d->node->line, d->node->column,
			"rule '%.*s' stands twice", STR_ARG(d->id));
		rules_fault(r, &e);
	}
	r->draft[*slot - 1] = *d;
}

static void
read_family(struct rules_reading *r, const char *folder, const char *path,
	struct str family)
{
	const struct node *n, *list = read_yaml(r, path);
	size_t mine = r->ndraft;
	struct draft d;
	struct str name;

	if (!list || list->kind == NODE_NULL)
		return;
	if (list->kind != NODE_LIST) {
		fault_at(r, path, list, "a rule file is a list of rules");
		return;
	}
	for (n = list->first; n; n = n->next) {
		name = node_text(n, "name");
		if (n->kind != NODE_OBJECT || !good_name(name)) {
			fault_at(r, path, n,
				"a rule needs a 'name' of small letters, "
				"digits and dashes");
			continue;
		}
		d = (struct draft){ .folder = str_c(folder),
			.family = family,
			.file = path,
			.node = n };
		d.id = mem_printf(r->mem, "%s/%.*s/%.*s", folder,
			STR_ARG(family), STR_ARG(name));
		add_draft(r, &d, mine);
	}
}

static void
read_folder(struct rules_reading *r, const char *dir, const char *folder)
{
	const char **name, *path = path_join(r, dir, folder);
	struct str family;
	size_t i, count;

	if (names(r, path, &name, &count))
		return;
	for (i = 0; i < count; i++) {
		if (!is_yaml(name[i]))
			continue;
		family = str_c(name[i]);
		family.n -= sizeof ".yaml" - 1;
		read_family(r, folder, path_join(r, path, name[i]), family);
	}
}

void
rules_read(struct rules_reading *r, const char *dir)
{
	const char **name, *path;
	size_t i, count;

	if (names(r, dir, &name, &count))
		return;
	for (i = 0; i < count; i++) {
		path = path_join(r, dir, name[i]);
		if (strcmp(name[i], "lexicon") == 0)
			read_named(r, path, lexicon_of);
		else if (strcmp(name[i], "fragments") == 0)
			read_named(r, path, add_fragment);
		else if (is_dir(path))
			read_folder(r, dir, name[i]);
		else if (strcmp(name[i], "cascade.yaml") == 0)
			read_cascade(r, path);
		else if (is_yaml(name[i]))
			fault_of(r, path,
				"a rule file must stand in a folder, which "
				"says its type",
				"");
	}
}
