/* The lexicons that C asks for by their names, where it asks often. */
#ifndef LEXICONS_H
#define LEXICONS_H

#define LEXICONS(X)                                                            \
	X(ABBREVIATION, "abbreviation")                                        \
	X(AFTER_FIGURE, "after-figure")                                        \
	X(AGO_MOD, "ago-mod")                                                  \
	X(BEFORE_FIGURE, "before-figure")                                      \
	X(BODY, "body")                                                        \
	X(BRANCH, "branch")                                                    \
	X(CLUB, "club")                                                        \
	X(CLUB_HEAD, "club-head")                                              \
	X(COMPANY, "company")                                                  \
	X(COMPANY_HEAD, "company-head")                                        \
	X(COUNTRY, "country")                                                  \
	X(COUNTRY_SHORT, "country-short")                                      \
	X(CURRENCY, "currency")                                                \
	X(CURRENCY_BEFORE, "currency-before")                                  \
	X(CURRENCY_SCALED, "currency-scaled")                                  \
	X(DAY_PART, "day-part")                                                \
	X(DAY_SHIFT, "day-shift")                                              \
	X(DAY_WORD, "day-word")                                                \
	X(DEADLINE_WORD, "deadline-word")                                      \
	X(DEED_COMPOUND, "deed-compound")                                      \
	X(DOCUMENT_ABBREVIATION, "document-abbreviation")                      \
	X(DOCUMENT_ISSUER, "document-issuer")                                  \
	X(DOCUMENT_KIND, "document-kind")                                      \
	X(DOCUMENT_WORDS, "document-words")                                    \
	X(HOLIDAY, "holiday")                                                  \
	X(HOW_EACH, "how-each")                                                \
	X(HOW_SINGLE, "how-single")                                            \
	X(LEVEL, "level")                                                      \
	X(LUNAR_WORD, "lunar-word")                                            \
	X(MONTH_WORD, "month-word")                                            \
	X(NAMED_MONTH, "named-month")                                          \
	X(NOT_LATIN, "not-latin")                                              \
	X(NOUN, "noun")                                                        \
	X(NOUN_CAPITAL, "noun-capital")                                        \
	X(NOUN_COMPOUND, "noun-compound")                                      \
	X(NOUN_HELD, "noun-held")                                              \
	X(NOUN_PROPER, "noun-proper")                                          \
	X(NUMBER_PART, "number-part")                                          \
	X(NUMBER_WORD, "number-word")                                          \
	X(ORGANISATION, "organisation")                                        \
	X(OWN_KIND, "own-kind")                                                \
	X(PART_SHIFT, "part-shift")                                            \
	X(PER_WORD, "per-word")                                                \
	X(PLAN_PERIOD, "plan-period")                                          \
	X(PRONOUN, "pronoun")                                                  \
	X(PROVINCE, "province")                                                \
	X(ROUND_UNIT, "round-unit")                                            \
	X(SEASON, "season")                                                    \
	X(STEM, "stem")                                                        \
	X(THING, "thing")                                                      \
	X(TIME_ABOUT, "time-about")                                            \
	X(TIME_APPROX, "time-approx")                                          \
	X(TIME_COMPARE, "time-compare")                                        \
	X(TIME_EDGE, "time-edge")                                              \
	X(TIME_FROM_NOW, "time-from-now")                                      \
	X(TIME_HABIT, "time-habit")                                            \
	X(TIME_LIMIT, "time-limit")                                            \
	X(TIME_PAST, "time-past")                                              \
	X(TIME_PULL, "time-pull")                                              \
	X(TIME_SHIFT, "time-shift")                                            \
	X(TIME_UNIT, "time-unit")                                              \
	X(TITLE, "title")                                                      \
	X(TITLE_COMMON, "title-common")                                        \
	X(TITLE_HIGH, "title-high")                                            \
	X(UNIT_FILLER, "unit-filler")                                          \
	X(UNIT_HEAD, "unit-head")                                              \
	X(UNIT_OPEN, "unit-open")                                              \
	X(VAGUE_NUMBER, "vague-number")                                        \
	X(VERB_COMPOUND, "verb-compound")                                      \
	X(VERSUS, "versus")                                                    \
	X(WEEKDAY, "weekday")

#define LEXICONS_ENUM(name, word) LEXICON_##name,
enum lexicon_name { LEXICON_NONE, LEXICONS(LEXICONS_ENUM) LEXICONS_NAMED };
#undef LEXICONS_ENUM

#endif
