/* A text as words, each with the part that it plays around a time limit:
 * "yêu cầu" asks, "phải" obliges, "hoàn thành" brings to an end. Which word
 * plays which part stands in the lexicon `deadline-word`. */
#ifndef WORDS_H
#define WORDS_H

#include "doc.h"

struct rules;

/* Its word in the lexicon, as `value`; "" where no word of the lexicon plays
 * it. An entry with `act` is a noun that makes a noun of the verb behind it
 * ("kế hoạch triển khai"): `act: all` of every verb, `act: do` of those that
 * are as often nouns. */
#define WORDS_PARTS(X)                                                         \
	X(WORD, "")	    /* any other */                                    \
	X(ASK, "ask")	    /* yêu cầu, giao */                             \
	X(MUST, "must")	    /* phải */                                       \
	X(WILL, "will")	    /* sẽ */                                         \
	X(PLAN, "plan")	    /* dự kiến, theo kế hoạch */               \
	X(VOW, "vow")	    /* cam kết, phấn đấu */                     \
	X(PAST, "past")	    /* đã */                                         \
	X(MAYBE, "maybe")   /* có thể, dự báo */                         \
	X(NOT, "not")	    /* chưa, không thể: of the next verb alone */  \
	X(TERM, "term")	    /* hợp đồng, mưa: lasts by itself */         \
	X(IF, "if")	    /* nếu, sau khi */                               \
	X(URGE, "urge")	    /* khẩn trương, sớm */                       \
	X(MANNER, "manner") /* cũng, được */                              \
	X(DO, "do")	    /* rà soát */                                    \
	X(VERB, "")	    /* what stands behind "phải" and "sẽ" */       \
	X(FINISH, "finish") /* hoàn thành */                                 \
	X(ISSUE, "issue")   /* công bố, ban hành */                        \
	X(DECIDE, "decide") /* thông qua, phê duyệt */                     \
	X(SEND, "send")	    /* trình, gửi */                                \
	X(REPORT, "report") /* báo cáo, often a noun */                      \
	X(LAST, "last")	    /* kéo dài, tạm dừng */                      \
	X(STATE, "state")   /* chiếm, tăng: a goal where one is set */      \
	X(AND, "and")	    /* và, đồng thời */                          \
	X(SO, "so")	    /* góp phần */                                  \
	X(PURPOSE, "purpose") /* để, nhằm */                              \
	X(SAY, "say")	      /* cho biết */                                 \
	X(LEAD, "lead")	      /* theo, tại */                                \
	X(TO, "to")	      /* về, cho */                                  \
	X(ABOUT, "about")     /* về: to whom, or of what */                  \
	X(LOOSE, "loose")     /* vào, là */                                  \
	X(GROUP, "group")     /* đơn vị, thí sinh */                      \
	X(SOME, "some")	      /* các, mọi */                                \
	X(THING, "thing")     /* công trình, đề án */                    \
	X(DEED, "")	      /* a verb that is a noun: "việc rà soát" */  \
	X(WHO, "")	      /* a unit, an official, a person */              \
	X(PLACE, "")                                                           \
	X(DATE, "")                                                            \
	X(NUMBER, "")                                                          \
	X(LIMIT, "") /* a match of the type `deadlines` */                     \
	X(COMMA, "") /* or a dash between blanks */                            \
	X(SEMI, "")                                                            \
	X(COLON, "")                                                           \
	X(BRACKET, "")                                                         \
	X(STOP, "") /* the end of a sentence */                                \
	X(LINE, "") /* the end of a paragraph */

#define WORDS_ENUM(name, word) PART_##name,
enum part { WORDS_PARTS(WORDS_ENUM) PARTS };
#undef WORDS_ENUM

struct word {
	struct span at; /* bytes of text.seen */
	enum part part;
	unsigned depth; /* brackets around it; a bracket counts itself */
	bool asks;	/* a question mark */
	size_t match;	/* index in doc.match of a match, else SPAN_NONE */
};

struct cutting;

struct words {
	struct word *word;
	size_t n;
	size_t from; /* byte where they begin */
	struct cutting *of;
};

/* Ready to cut d->text.seen: matches stand as one word, outermost first, those
 * of type `limit` as PART_LIMIT. In d->mem, as is all that comes of it. */
struct cutting *words_open(
	const struct rules *r, const struct doc *d, unsigned limit);

/* Cuts from byte `from`, where a line or sentence begins, up to the end of the
 * sentence of byte `last`. They are good until the next cut. */
struct words words_cut(struct cutting *c, size_t from, size_t last);

/* Where the sentence of a byte begins, as far as one look at its line tells:
 * at the mark before it, which is the first word then, or where its line
 * begins. No earlier than byte `known`, where one begins as well. */
size_t words_sentence(struct cutting *c, size_t known, size_t at);

/* Where the line of a byte begins; one in which a match goes on from the line
 * before begins there. */
size_t words_line(const struct cutting *c, size_t at);

/* Where the last line before these words begins that ends with a colon;
 * SPAN_NONE where there is none. */
size_t words_heading(const struct words *w);

#endif
