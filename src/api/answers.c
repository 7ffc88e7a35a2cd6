/* The answers. GIVEN members are always there, MAYBE members where there is something to say; anything else is a fault of the server. */
#include "api/answers.h"
#include "app/access.h"
#include "app/message.h"
#include "base/str.h"
#include "model/account.h"
#include "model/consent.h"
#include "model/delivery.h"
#include "model/key.h"
#include "model/incident.h"
#include "model/join.h"
#include "model/message.h"
#include "model/mode.h"
#include "model/party.h"
#include "model/situation.h"
#include "model/stats.h"

#define GIVEN(n, ...) { .name = LIT(n), .required = true, __VA_ARGS__ }
#define MAYBE(n, ...) { .name = LIT(n), __VA_ARGS__ }
#define TEXT .type = MEMBER_TEXT
#define INT .type = MEMBER_INT
#define BOOL .type = MEMBER_BOOL
#define TIME .type = MEMBER_TIME
#define DAY .type = MEMBER_DAY
#define ID .type = MEMBER_ID
#define HEX .type = MEMBER_HEX
#define WORD(list_of_words) .type = MEMBER_WORD, .words = list_of_words
#define OF(schema) .type = MEMBER_REF, .of = LIT(schema)
#define LIST .list = true
#define DOC(sentence) .doc = LIT(sentence)
#define FACT(kind, without) { .name = LIT("*"), .type = MEMBER_FACT, .of = LIT(kind), .but = LIT(without) }
#define END { .name = { NULL, 0 } }
#define WORDS_END { NULL, 0 }

/* Words that stand nowhere else. */
static const struct str lang_words[] = { LIT("ja"), LIT("en"), WORDS_END };
static const struct str level_words[] = { LIT("full"), LIT("enrol"), LIT("password"), WORDS_END };
static const struct str permission_words[] = {
#define ROW(id, name, roles) LIT(name),
	ACCESS_TABLE(ROW)
#undef ROW
	WORDS_END };
static const struct str pass_words[] = { LIT("auto"), LIT("manual"), WORDS_END };
static const struct str at_words[] = { LIT("now"), LIT("after_pass"), WORDS_END };
static const struct str hop_words[] = {
	LIT("ministry"), LIT("ceptoar"), LIT("centre"), LIT("operator"), LIT("direct"), LIT("other"), WORDS_END };
static const struct str revision_words[] = { LIT("current"), LIT("superseded"), LIT("draft"), WORDS_END };
static const struct str withdrawn_words[] = { LIT("withdrawn"), LIT("recalled"), WORDS_END };
static const struct str event_words[] = {
	LIT("submitted"), LIT("follow_up"), LIT("opened"), LIT("acknowledged"), LIT("outcome"), LIT("passed"),
	LIT("passed_by_itself"), LIT("reviewed"), LIT("closed"), LIT("approved"), LIT("published"), LIT("withdrawn"),
	LIT("superseded"), LIT("relayed"), LIT("answered"), WORDS_END };
static const struct str consent_words[] = { LIT("none"), LIT("anonymised"), LIT("named"), WORDS_END };
static const struct str receipt_words[] = { LIT("receipt/1"), WORDS_END };
static const struct str health_words[] = { LIT("ok"), WORDS_END };
static const struct str ready_words[] = { LIT("ready"), LIT("not ready"), WORDS_END };
static const struct str store_words[] = { LIT("reachable"), WORDS_END };
static const struct str schema_words[] = { LIT("right"), LIT("wrong"), WORDS_END };
static const struct str signing_words[] = { LIT("signing"), LIT("failing"), WORDS_END };

/* The server itself */
static const struct member health[] = { GIVEN("status", WORD(health_words)), GIVEN("version", TEXT), END };
static const struct member readiness[] = {
	GIVEN("status", WORD(ready_words)), GIVEN("store", WORD(store_words)), GIVEN("schema", WORD(schema_words)),
	MAYBE("journal", WORD(signing_words)), END };
static const struct member problem[] = {
	GIVEN("type", TEXT), GIVEN("title", TEXT, DOC("In the caller's language")), GIVEN("status", INT),
	GIVEN("code", TEXT, DOC("noun.reason; never translated")),
	GIVEN("trace", HEX, DOC("What the server's log names the request by")), MAYBE("errors", OF("FieldProblem"), LIST),
	MAYBE("instance", TEXT, DOC("A path of this API: what was made by somebody else, or where the way out is")), END };
static const struct member field_problem[] = {
	GIVEN("pointer", TEXT, DOC("JSON pointer of the member")), GIVEN("code", TEXT),
	GIVEN("title", TEXT, DOC("In the caller's language")), END };
static const struct member live_event[] = { MAYBE("object", ID, DOC("A message, or an org")), END };

/* Accounts */
#define ORG_REF GIVEN("id", ID), GIVEN("code", TEXT), GIVEN("kind", OF("OrgKind")), GIVEN("ja", TEXT), \
	GIVEN("en", TEXT)
static const struct member named[] = { GIVEN("ja", TEXT), GIVEN("en", TEXT), END };
static const struct member org_ref[] = { ORG_REF, END };
static const struct member me[] = {
	GIVEN("user", OF("MeUser")), GIVEN("org", OF("MeOrg")),
	MAYBE("csrf", TEXT, DOC("For X-CSRF-Token; not by a token")), GIVEN("totp", BOOL),
	GIVEN("level", OF("Level"), DOC("enrol: set up the second factor first; password: change the password first")),
	GIVEN("store", OF("StoreRef")), MAYBE("counts", OF("Counts"), DOC("For those who read content")),
	MAYBE("modes", OF("ModeHead"), LIST, DOC("Large-scale modes that are on for one's org")),
	GIVEN("may", OF("Permission"), LIST), GIVEN("lang", OF("Lang")), END };
static const struct member me_user[] = {
	GIVEN("id", ID), GIVEN("login", TEXT), GIVEN("ja", TEXT), GIVEN("en", TEXT), GIVEN("roles", OF("Role"), LIST),
	END };
static const struct member me_org[] = { ORG_REF, MAYBE("sector", TEXT), END };
static const struct member store_ref[] = { GIVEN("id", TEXT), GIVEN("demo", BOOL), END };
static const struct member counts[] = {
	GIVEN("inbox_open", INT), GIVEN("overdue", INT), GIVEN("to_pass", INT), GIVEN("drafts", INT),
	GIVEN("to_approve", INT), GIVEN("to_delete", INT), GIVEN("consents_to_answer", INT), END };
static const struct member session_row[] = {
	GIVEN("id", HEX), GIVEN("current", BOOL), GIVEN("created_at", TIME), GIVEN("seen_at", TIME),
	GIVEN("expires_at", TIME), GIVEN("address", TEXT), END };
static const struct member totp_offer[] = {
	GIVEN("secret", TEXT, DOC("Base32")), GIVEN("uri", TEXT, DOC("otpauth://, for a QR code")), END };
static const struct member user[] = {
	GIVEN("id", ID), GIVEN("login", TEXT), GIVEN("ja", TEXT), GIVEN("en", TEXT), GIVEN("org", OF("OrgRef")),
	GIVEN("roles", OF("Role"), LIST), GIVEN("state", OF("AccountState")), GIVEN("totp", BOOL),
	GIVEN("created_at", TIME), GIVEN("version", INT), MAYBE("password", TEXT, DOC("One-time, when it was just made")),
	END };
static const struct member one_time_password[] = { GIVEN("password", TEXT), END };
static const struct member token[] = {
	GIVEN("id", ID), GIVEN("name", TEXT), GIVEN("login", TEXT), GIVEN("scope", OF("TokenScope")),
	MAYBE("addresses", TEXT), GIVEN("created_at", TIME), MAYBE("expires_at", TIME), MAYBE("used_at", TIME),
	MAYBE("token", TEXT, DOC("When it was just made; never again")), END };

/* Journal */
static const struct member journal_account[] = { GIVEN("id", ID), MAYBE("ja", TEXT), MAYBE("en", TEXT), END };
static const struct member journal_entry[] = {
	GIVEN("seq", INT), MAYBE("masked", BOOL, DOC("Not for you to read: its place and its hash are all that is told")),
	MAYBE("id", ID), MAYBE("at", TIME), MAYBE("account", OF("JournalAccount")), MAYBE("org", OF("OrgRef")), MAYBE("verb", TEXT),
	MAYBE("object", ID), MAYBE("digest", HEX), GIVEN("leaf_hash", HEX), END };
static const struct member journal_line[] = {
	GIVEN("seq", INT), MAYBE("masked", BOOL, DOC("Not for you to read: its place and its hash are all that is told")),
	MAYBE("id", ID), MAYBE("at", TIME), MAYBE("account", ID), MAYBE("org", ID), MAYBE("verb", TEXT), MAYBE("object", ID),
	MAYBE("digest", HEX), MAYBE("leaf", TEXT), MAYBE("leaf_hash", HEX), END };
static const struct member journal_head[] = {
	GIVEN("store", TEXT), GIVEN("size", INT), GIVEN("root", HEX), GIVEN("signed_at", TIME), GIVEN("key", HEX),
	GIVEN("public_key", HEX), GIVEN("signature", HEX, DOC("Ed25519")), END };
static const struct member consistency_proof[] = { GIVEN("from", INT), GIVEN("to", INT), GIVEN("proof", HEX, LIST), END };
static const struct member receipt[] = {
	GIVEN("noroshi", WORD(receipt_words)), GIVEN("store", TEXT), GIVEN("entry", OF("ReceiptEntry")),
	GIVEN("leaf", TEXT), GIVEN("seq", INT), GIVEN("proof", HEX, LIST), GIVEN("head", OF("ReceiptHead")),
	GIVEN("key", OF("ReceiptKey")), MAYBE("content", OF("ReceiptContent")), END };
static const struct member receipt_entry[] = {
	GIVEN("id", ID), GIVEN("at", TIME), MAYBE("account", ID), MAYBE("org", ID), GIVEN("verb", TEXT),
	MAYBE("object", ID), MAYBE("digest", HEX), END };
static const struct member receipt_head[] = {
	GIVEN("size", INT), GIVEN("root", HEX), GIVEN("signed_at", TIME), GIVEN("signature", HEX), END };
static const struct member receipt_key[] = { GIVEN("id", HEX), GIVEN("public", HEX), END };
static const struct member receipt_content[] = {
	GIVEN("revision", ID), GIVEN("salt", HEX),
	GIVEN("body", TEXT, DOC("The content as JSON, byte for byte as digested")), END };

/* Messages */
#define MESSAGE_HEAD MAYBE("number", TEXT), GIVEN("status", OF("Status")), MAYBE("tlp", OF("Tlp")), \
	GIVEN("exercise", BOOL), GIVEN("author", OF("OrgRef")), MAYBE("sector", TEXT), MAYBE("event_type", TEXT), \
	MAYBE("about", ID, DOC("Of an inquiry or an answer: the message it is about")), MAYBE("sealed", ID, DOC("The key it is sealed to")), \
	MAYBE("basis", OF("Basis")), MAYBE("route", OF("ReportRoute")), MAYBE("submitted_at", TIME), \
	GIVEN("updated_at", TIME)
static const struct member row[] = {
	GIVEN("id", ID), GIVEN("kind", OF("MessageKind")), MAYBE("title", TEXT), MESSAGE_HEAD,
	MAYBE("created_at", TIME, DOC("Until it is sent")), GIVEN("revision", INT), MAYBE("stage", OF("Stage")), END };
static const struct member message[] = {
	GIVEN("id", ID), GIVEN("kind", OF("MessageKind")), MESSAGE_HEAD, GIVEN("created_at", TIME), GIVEN("version", INT),
	GIVEN("published", INT), GIVEN("revisions", OF("Revision"), LIST, DOC("Those one may see, newest first")),
	MAYBE("delivery", OF("Delivery"), DOC("One's org's latest")), MAYBE("deliveries_own", OF("Delivery"), LIST),
	GIVEN("timeline", OF("TimelineItem"), LIST), GIVEN("who_sees", OF("Seer"), LIST),
	GIVEN("may", OF("MessageAction"), LIST),
	MAYBE("recalls", BOOL, DOC("For the author: something of it was taken back, see /recall")), END };
static const struct member tombstone[] = {
	GIVEN("id", ID), GIVEN("kind", OF("MessageKind")), MAYBE("number", TEXT), GIVEN("status", WORD(withdrawn_words)),
	GIVEN("recalled", BOOL), GIVEN("recalled_at", TIME), GIVEN("why", OF("RecallWhy")), MAYBE("reason", TEXT),
	MAYBE("group", OF("OrgRef"), DOC("That was left")), GIVEN("delivery", ID), MAYBE("delete_asked_at", TIME, DOC("To who has seen it")),
	MAYBE("complied_at", TIME), MAYBE("complied_note", TEXT), GIVEN("author", OF("OrgRef")),
	MAYBE("derived", OF("MessageRef"), DOC("To the CEPTOAR: what it derived from it still stands")), END };
static const struct member revision[] = {
	GIVEN("id", ID), GIVEN("number", INT), GIVEN("stage", OF("Stage")), MAYBE("title", TEXT),
	GIVEN("status", WORD(revision_words)), GIVEN("content", OF("Content")),
	MAYBE("attachments", OF("Attachment"), LIST), MAYBE("author_user", OF("Named"), DOC("To one's own org only")),
	MAYBE("approved_by", OF("Named")), MAYBE("approved_at", TIME), MAYBE("submitted_at", TIME), MAYBE("digest", HEX),
	MAYBE("entry", ID), END };
static const struct member attachment[] = {
	GIVEN("id", ID), GIVEN("name", TEXT), GIVEN("type", TEXT), GIVEN("size", INT), GIVEN("sha256", HEX), END };
static const struct member timeline_item[] = {
	GIVEN("at", TIME), GIVEN("what", WORD(event_words)), GIVEN("org", OF("OrgRef")), MAYBE("text", TEXT), END };
static const struct member seer[] = {
	GIVEN("org", OF("OrgRef")), GIVEN("since", TIME), GIVEN("via", OF("OrgRef")), GIVEN("hop", INT), END };
static const struct member revision_ref[] = { GIVEN("id", ID), GIVEN("number", INT), END };
static const struct member revision_made[] = { MAYBE("id", ID, DOC("Where one was made")), GIVEN("number", INT), END };
static const struct member report_done[] = {
	GIVEN("id", ID), MAYBE("number", TEXT), GIVEN("status", OF("Status")), GIVEN("revision", OF("RevisionMade")),
	MAYBE("entry", ID, DOC("For the receipt")), GIVEN("deliveries", INT), GIVEN("version", INT), END };
static const struct member advisory_done[] = {
	GIVEN("id", ID), MAYBE("number", TEXT), GIVEN("status", OF("Status")), GIVEN("version", INT),
	GIVEN("revision", OF("RevisionRef")), MAYBE("orgs", INT, DOC("How many it goes to")), END };

/* Before sending */
static const struct member report_preview[] = {
	GIVEN("audience", OF("AudienceRow"), LIST), GIVEN("orgs", INT), GIVEN("people", INT),
	GIVEN("errors", OF("FieldProblem"), LIST, DOC("What is still wrong")),
	GIVEN("never", OF("Named"), LIST, DOC("Who does not see it")), END };
static const struct member audience_row[] = {
	GIVEN("org", OF("OrgRef")), GIVEN("hop", INT), GIVEN("via", OF("OrgRef")), GIVEN("pass", WORD(pass_words)),
	MAYBE("limit_min", INT), GIVEN("at", WORD(at_words)), GIVEN("why", OF("Named")), MAYBE("people", INT),
	GIVEN("sees", TEXT, LIST, DOC("Names of the content's members")), END };
static const struct member advisory_preview[] = {
	GIVEN("orgs", INT), GIVEN("people", INT), GIVEN("hops", OF("PreviewHop"), LIST),
	GIVEN("by_sector", OF("SectorTally"), LIST), GIVEN("by_kind", OF("KindTally"), LIST),
	GIVEN("items", OF("PreviewRow"), LIST), MAYBE("next", INT),
	MAYBE("change", OF("AudienceChange"), DOC("Of a next version: against what is published")),
	GIVEN("bounds", OF("FieldProblem"), LIST, DOC("Marking against audience, consents")),
	GIVEN("consents", OF("ConsentCheck"), LIST), GIVEN("errors", OF("FieldProblem"), LIST), END };
static const struct member audience_change[] = {
	GIVEN("version", INT, DOC("That is published")), GIVEN("keep", INT), GIVEN("gain", INT), GIVEN("lose", INT, DOC("Lose what they have")),
	GIVEN("lose_seen", INT, DOC("Of them, who has seen it")), GIVEN("everyone_before", BOOL), GIVEN("everyone_after", BOOL, DOC("TLP:CLEAR")),
	GIVEN("lost", OF("OrgRef"), LIST, DOC("200 at most")), END };
static const struct member preview_hop[] = {
	GIVEN("hop", INT), GIVEN("to", WORD(hop_words)), GIVEN("orgs", INT), GIVEN("pass", WORD(pass_words)),
	MAYBE("limit_min", INT), END };
static const struct member sector_tally[] = { GIVEN("sector", TEXT), GIVEN("orgs", INT), END };
static const struct member kind_tally[] = { GIVEN("kind", OF("OrgKind")), GIVEN("orgs", INT), END };
static const struct member preview_row[] = {
	GIVEN("org", OF("OrgRef")), GIVEN("hop", INT), GIVEN("via", OF("OrgRef")), GIVEN("why", OF("Named")), END };
static const struct member consent_check[] = {
	GIVEN("report", OF("ReportRef")), GIVEN("consent", WORD(consent_words)), GIVEN("allowed", BOOL), END };
static const struct member report_ref[] = { GIVEN("id", ID), GIVEN("number", TEXT), GIVEN("title", TEXT), END };

/* Sealed custody */
#define PUBLIC_KEY GIVEN("id", ID), GIVEN("public", TEXT, DOC("X25519, base64url")), \
	GIVEN("fingerprint", TEXT, DOC("Of the public key, to be compared by telephone")), GIVEN("created_at", TIME)
static const struct member public_key[] = { PUBLIC_KEY, END };
static const struct member org_key[] = { GIVEN("org", ID), MAYBE("key", OF("PublicKey"), DOC("Absent: it has none in force")), END };
static const struct member own_key[] = {
	PUBLIC_KEY, MAYBE("created_by", OF("Named")), MAYBE("retired_at", TIME), GIVEN("in_force", BOOL),
	GIVEN("rotate", BOOL, DOC("Somebody who had it has left: replace it")), GIVEN("copies", OF("KeyCopy"), LIST), END };
static const struct member key_keeper[] = { GIVEN("id", ID), GIVEN("login", TEXT), GIVEN("ja", TEXT), GIVEN("en", TEXT), END };
static const struct member key_copy[] = {
	GIVEN("id", ID), GIVEN("kind", OF("CopyKind")), MAYBE("label", TEXT),
	MAYBE("to_key", ID, DOC("Of a chained one: the key that opens it")), MAYBE("holder", OF("KeyKeeper")), GIVEN("mine", BOOL),
	MAYBE("blob", OF("KeyBlob"), DOC("For who can open it only")), GIVEN("created_at", TIME), MAYBE("expires_at", TIME), END };
static const struct member locked_key[] = {
	GIVEN("version", INT), GIVEN("passes", INT), GIVEN("memory", INT, DOC("Bytes")), GIVEN("salt", TEXT), GIVEN("box", TEXT), END };
static const struct member chained_key[] = { GIVEN("version", INT), GIVEN("box", TEXT), END };
static const struct member key_list[] = {
	GIVEN("items", OF("OwnKey"), LIST), GIVEN("keepers", OF("KeyKeeper"), LIST, DOC("Who may keep a copy")), END };
static const struct member envelope[] = {
	GIVEN("version", INT), GIVEN("keys", OF("EnvelopeKey"), LIST), GIVEN("box", TEXT), END };
static const struct member envelope_key[] = { GIVEN("key", ID), GIVEN("box", TEXT), END };
static const struct member sealed_content[] = {
	GIVEN("envelope", OF("Envelope")), MAYBE("tlp", OF("Tlp"), DOC("Not of answers")), MAYBE("basis", OF("Basis")), MAYBE("consent", WORD(consent_words)),
	MAYBE("exercise", BOOL), MAYBE("attachments", ID, LIST), END };
/* The CEPTOAR relay, consents, inquiries */
static const struct str state_words[] = {
	LIT("not_asked"), LIT("asked"), LIT("given"), LIT("refused"), LIT("withdrawn"), WORDS_END };
static const struct str consent_may_words[] = { LIT("answer"), LIT("withdraw"), WORDS_END };
static const struct member relay_list[] = {
	GIVEN("items", OF("RelayWork"), LIST),
	GIVEN("withdrawn", OF("RelayWithdrawn"), LIST, DOC("Originals that members withdrew while what was made of them stands")), END };
static const struct member relay_withdrawn[] = {
	GIVEN("id", ID), GIVEN("number", TEXT), GIVEN("author", OF("OrgRef")), GIVEN("withdrawn_at", TIME),
	GIVEN("derived", OF("MessageRef")), END };
static const struct member relay_work[] = {
	GIVEN("message", OF("Row")), GIVEN("consent", OF("ConsentState")), GIVEN("notices", INT, DOC("That came")),
	GIVEN("relayed", INT, DOC("Of these")), GIVEN("received_at", TIME, DOC("The newest")), END };
static const struct member relay_draft[] = {
	GIVEN("report", OF("Row")), GIVEN("consent", OF("ConsentState")), GIVEN("settings", OF("RelaySettings")),
	GIVEN("member", BOOL, DOC("Whether the author is a member today")),
	MAYBE("derived", OF("RelayDerived"), DOC("What was made of it")),
	GIVEN("revisions", OF("RelayNotice"), LIST, DOC("Notices that reached you, oldest first")),
	GIVEN("members", OF("RelayMember"), LIST), GIVEN("people", OF("RelayPerson"), LIST),
	GIVEN("addresses", OF("RelayAddress"), LIST), GIVEN("version", INT, DOC("For If-Match: of the original")), END };
static const struct member consent_state[] = {
	GIVEN("kind", WORD(consent_words), DOC("What the source allows now")), GIVEN("answer", WORD(state_words)),
	GIVEN("asked", BOOL, DOC("A question is open")), MAYBE("id", ID, DOC("The consent that decides")), MAYBE("note", TEXT), END };
static const struct member relay_settings[] = { GIVEN("k", INT), GIVEN("auto_inquiry", BOOL), GIVEN("version", INT), END };
static const struct member relay_derived[] = {
	GIVEN("id", ID), GIVEN("number", TEXT), GIVEN("status", OF("Status")), GIVEN("revision", INT), GIVEN("version", INT), END };
static const struct member relay_notice[] = {
	GIVEN("id", ID), GIVEN("number", INT), GIVEN("stage", OF("Stage")), GIVEN("submitted_at", TIME),
	MAYBE("derived", ID, DOC("The revision that it became")), END };
static const struct member relay_member[] = {
	ORG_REF, MAYBE("sector", TEXT), MAYBE("area", TEXT), GIVEN("aliases", TEXT, LIST), END };
static const struct member relay_person[] = {
	GIVEN("org", ID), GIVEN("login", TEXT), GIVEN("ja", TEXT), GIVEN("en", TEXT), END };
static const struct member relay_address[] = {
	GIVEN("org", ID), GIVEN("kind", OF("ContactKind")), GIVEN("address", TEXT), MAYBE("name", TEXT), END };
static const struct member relay_names[] = { GIVEN("items", OF("RelayOrgNames"), LIST), END };
static const struct member relay_org_names[] = {
	GIVEN("org", ID), GIVEN("kind", OF("OrgKind")), GIVEN("names", TEXT, LIST, DOC("All it ever had, and its aliases")), END };
static const struct member consent[] = {
	GIVEN("id", ID), GIVEN("use", WORD(consent_use_names)), GIVEN("kind", WORD(consent_words), DOC("Asked for, or given")),
	GIVEN("state", WORD(consent_answer_names)), GIVEN("org", OF("OrgRef"), DOC("Who gives")),
	GIVEN("to", OF("OrgRef"), DOC("Who asks, and may then use it")), MAYBE("message", OF("ReportRef")), GIVEN("advance", BOOL),
	MAYBE("scope", OF("ConsentScope")), MAYBE("note", TEXT), MAYBE("answer_note", TEXT), MAYBE("asked_at", TIME),
	MAYBE("answered_at", TIME), MAYBE("until", DAY), GIVEN("version", INT), GIVEN("may", WORD(consent_may_words), LIST), END };
static const struct member consent_scope[] = {
	MAYBE("sectors", TEXT, LIST), MAYBE("event_types", TEXT, LIST), MAYBE("tlp", OF("Tlp")), END };
static const struct member inquiry_content[] = {
	MAYBE("title", TEXT), GIVEN("text", TEXT), MAYBE("due_at", TIME), MAYBE("attachments", ID, LIST), END };
#define THREAD_MESSAGE MAYBE("message", OF("Row")), MAYBE("tombstone", OF("Tombstone"), DOC("In place of all else")), \
	MAYBE("to", OF("OrgRef")), MAYBE("content", OF("Content")), MAYBE("attachments", OF("Attachment"), LIST), \
	MAYBE("entry", ID), MAYBE("delivery", OF("Delivery")), \
	MAYBE("made", OF("MessageRef"), DOC("To the CEPTOAR: what was forwarded or relayed of it")), \
	GIVEN("may", OF("MessageAction"), LIST)
static const struct member thread[] = { GIVEN("items", OF("ThreadInquiry"), LIST, DOC("Oldest first")), END };
static const struct member thread_inquiry[] = { THREAD_MESSAGE, GIVEN("answers", OF("ThreadAnswer"), LIST), END };
static const struct member thread_answer[] = { THREAD_MESSAGE, END };
static const struct member message_ref[] = { GIVEN("id", ID), GIVEN("number", TEXT), END };

/* Deliveries */
#define DELIVERY GIVEN("id", ID), GIVEN("message", ID), GIVEN("revision", OF("RevisionRef")), \
	MAYBE("org", OF("OrgRef")), MAYBE("via", OF("OrgRef")), GIVEN("hop", INT), GIVEN("state", OF("DeliveryState")), \
	GIVEN("sent_at", TIME), MAYBE("opened_at", TIME), MAYBE("acknowledged_at", TIME), MAYBE("due_at", TIME), \
	GIVEN("late", BOOL), GIVEN("pass", OF("Passing")), MAYBE("outcome", OF("Outcome")), MAYBE("outcome_at", TIME), \
	MAYBE("outcome_date", DAY), MAYBE("note", TEXT), MAYBE("recalled_at", TIME), MAYBE("recall_why", OF("RecallWhy")), \
	MAYBE("delete_asked_at", TIME, DOC("Asked to delete what was seen")), MAYBE("complied_at", TIME), MAYBE("complied_note", TEXT)
static const struct member delivery[] = { DELIVERY, END };
static const struct member board_row[] = {
	DELIVERY, MAYBE("contacts", OF("BoardContact"), LIST, DOC("Of who is late, where one may see them")), END };
static const struct member board_contact[] = {
	GIVEN("kind", OF("ContactKind")), GIVEN("address", TEXT), MAYBE("name", TEXT), END };
static const struct member passing[] = { GIVEN("state", OF("PassState")), MAYBE("due_at", TIME), MAYBE("at", TIME), END };
static const struct member inbox[] = {
	GIVEN("items", OF("InboxItem"), LIST), MAYBE("next", TEXT), GIVEN("counts", OF("InboxCounts")), END };
static const struct member inbox_item[] = { GIVEN("delivery", OF("Delivery")), GIVEN("message", OF("Row")), END };
static const struct member inbox_counts[] = { GIVEN("open", INT), GIVEN("overdue", INT), GIVEN("to_pass", INT), GIVEN("to_delete", INT), END };
static const struct member bulk_result[] = { GIVEN("results", OF("BulkItem"), LIST, DOC("In the order asked")), END };
static const struct member bulk_item[] = {
	GIVEN("id", ID), GIVEN("ok", BOOL), MAYBE("code", TEXT), MAYBE("title", TEXT), END };
#define RECALL_TALLY GIVEN("total", INT), GIVEN("seen", INT), GIVEN("complied", INT), GIVEN("outstanding", INT)
static const struct member recall_board[] = {
	GIVEN("summary", OF("RecallSummary")), GIVEN("items", OF("RecallRow"), LIST), MAYBE("next", TEXT), END };
static const struct member recall_summary[] = {
	RECALL_TALLY, GIVEN("hops", OF("RecallHop"), LIST), MAYBE("withdrawn_at", TIME), GIVEN("still_recalling", BOOL), END };
static const struct member recall_hop[] = { GIVEN("hop", INT), GIVEN("to", WORD(hop_words)), RECALL_TALLY, END };
static const struct member recall_row[] = {
	GIVEN("org", OF("OrgRef")), GIVEN("hop", INT), GIVEN("state", OF("RecallState")), GIVEN("why", OF("RecallWhy")), MAYBE("opened_at", TIME),
	MAYBE("acknowledged_at", TIME), MAYBE("recalled_at", TIME, DOC("Absent: readable until it has deleted it")), MAYBE("delete_asked_at", TIME),
	MAYBE("complied_at", TIME), MAYBE("complied_note", TEXT), END };
static const struct member membership_recall[] = {
	GIVEN("member", BOOL), GIVEN("still_recalling", BOOL), MAYBE("would", OF("LeavingPreview"), DOC("For a member: what leaving would do")),
	GIVEN("recalled", INT), GIVEN("asked", INT), GIVEN("complied", INT), END };
static const struct member leaving_preview[] = {
	GIVEN("recall", INT, DOC("Not seen yet: goes at once")), GIVEN("ask", INT, DOC("Seen: to be deleted")), GIVEN("stay", INT),
	GIVEN("more", BOOL, DOC("Only the oldest 20,000 were looked at")), END };
#define TALLY GIVEN("total", INT), GIVEN("opened", INT), GIVEN("acknowledged", INT), GIVEN("outcome", INT), \
	GIVEN("late", INT), GIVEN("waiting_to_pass", INT)
static const struct member board[] = {
	GIVEN("summary", OF("BoardSummary")), GIVEN("items", OF("BoardRow"), LIST), MAYBE("next", TEXT), END };
static const struct member board_summary[] = {
	TALLY, GIVEN("hops", OF("BoardHop"), LIST), GIVEN("outcomes", OF("OutcomeTally")), MAYBE("published_at", TIME),
	GIVEN("still_sending", BOOL), END };
static const struct member board_hop[] = { GIVEN("hop", INT), GIVEN("to", WORD(hop_words)), TALLY, END };
static const struct member outcome_tally[] = {
	MAYBE("not_affected", INT), MAYBE("investigating", INT), MAYBE("affected", INT), MAYBE("planned", INT),
	MAYBE("done", INT), MAYBE("not_applicable", INT), END };

/* Statistics and situation */
static const struct str unit_words[] = { LIT("count"), LIT("seconds"), WORDS_END };
static const struct member stat_list[] = { GIVEN("items", OF("StatDefinition"), LIST), GIVEN("fy", INT, DOC("The present fiscal year")), END };
static const struct member stat_definition[] = {
	GIVEN("name", TEXT), GIVEN("ja", TEXT), GIVEN("en", TEXT), GIVEN("definition_ja", TEXT), GIVEN("definition_en", TEXT),
	GIVEN("kind", WORD(message_kind_names)), GIVEN("unit", WORD(unit_words)), GIVEN("dimension", WORD(stat_dimension_names)),
	GIVEN("version", INT), GIVEN("published", BOOL, DOC("Published history is shown beside it")), END };
static const struct member stat[] = {
	GIVEN("definition", OF("StatDefinition")), GIVEN("scope", WORD(stat_scope_names)), GIVEN("public", BOOL, DOC("Small cells are hidden")),
	GIVEN("records_begin", DAY), GIVEN("counted_until", DAY), GIVEN("years", OF("StatYear"), LIST), GIVEN("keys", OF("StatKey"), LIST),
	GIVEN("cells", OF("StatCell"), LIST), MAYBE("bins_s", INT, LIST, DOC("Upper bounds of the bins in seconds, but for the last, which has none")),
	GIVEN("published", OF("StatPublished"), LIST), GIVEN("sources", OF("StatSource"), LIST), END };
static const struct member stat_year[] = {
	GIVEN("fy", INT), GIVEN("partial", BOOL), GIVEN("recorded", BOOL, DOC("False: it was over before the records begin")), GIVEN("first_day", DAY), GIVEN("last_day", DAY), MAYBE("plan_ja", TEXT), MAYBE("plan_en", TEXT), END };
static const struct member stat_key[] = { GIVEN("id", TEXT, DOC("Empty: not stated")), GIVEN("ja", TEXT), GIVEN("en", TEXT), END };
static const struct member stat_cell[] = {
	GIVEN("fy", INT), GIVEN("key", TEXT, DOC("Of keys, or \"all\"")), MAYBE("n", INT), MAYBE("suppressed", BOOL),
	MAYBE("median_s", INT), MAYBE("p90_s", INT), MAYBE("bins", INT, LIST), MAYBE("rows", TEXT, DOC("The list of what was counted: path and query below /api/v1")), END };
static const struct member stat_published[] = {
	GIVEN("fy", INT), GIVEN("key", TEXT), GIVEN("n", INT), MAYBE("scope", TEXT), MAYBE("confidence", TEXT), GIVEN("sources", TEXT, LIST), END };
static const struct member stat_source[] = { GIVEN("id", TEXT), GIVEN("ja", TEXT), GIVEN("en", TEXT), MAYBE("where", TEXT), END };
static const struct str mode_words[] = { LIT("normal"), LIT("large_scale"), LIT("rehearsal"), WORDS_END };
static const struct str situation_scope_words[] = { LIT("country"), LIT("sectors"), WORDS_END };
static const struct member situation[] = {
	GIVEN("at", TIME), GIVEN("scope", WORD(situation_scope_words)), GIVEN("mode", WORD(mode_words)), GIVEN("modes", OF("SituationMode"), LIST),
	GIVEN("sectors", OF("SituationSector"), LIST), GIVEN("advisories", OF("SituationAdvisory"), LIST, DOC("In force, published in the last 14 days, visible to who asks; newest first")),
	GIVEN("advisories_waiting", INT), GIVEN("advisories_overdue", INT), GIVEN("days", OF("SituationDay"), LIST, DOC("The last 30 days; only where something was reported")), END };
static const struct member situation_mode[] = {
	GIVEN("id", ID), GIVEN("scope_kind", WORD(situation_mode_scopes)), MAYBE("scope", TEXT), GIVEN("exercise", BOOL), MAYBE("since", TIME), END };
static const struct member situation_sector_row[] = {
	GIVEN("sector", TEXT, DOC("Empty: of several sectors or none")), MAYBE("ja", TEXT), MAYBE("en", TEXT), GIVEN("open", INT), GIVEN("watching", INT), GIVEN("unrated", INT),
	MAYBE("level", INT, DOC("The worst severity of the cases that are open or watched")), GIVEN("waiting", INT, DOC("Reports that wait to be passed on")),
	GIVEN("overdue", INT, DOC("Those past their limit")), END };
static const struct member situation_advisory[] = {
	GIVEN("id", ID), MAYBE("number", TEXT), MAYBE("title", TEXT), GIVEN("tlp", WORD(tlp_names)), GIVEN("published_at", TIME), MAYBE("due_at", TIME),
	GIVEN("hops", OF("SituationHop"), LIST), GIVEN("sent", INT), GIVEN("acknowledged", INT), GIVEN("overdue", INT, DOC("Not acknowledged, and past the due time")), END };
static const struct member situation_hop[] = {
	GIVEN("hop", INT), GIVEN("sent", INT), GIVEN("opened", INT), GIVEN("acknowledged", INT), GIVEN("outcome", INT), END };
static const struct member situation_day[] = { GIVEN("day", DAY), GIVEN("event_type", TEXT), GIVEN("n", INT), END };

/* Catalogue and registry */
#define PERIOD MAYBE("valid_from", DAY), MAYBE("valid_to", DAY)
#define ORG_ROW ORG_REF, MAYBE("sector", TEXT), MAYBE("area", TEXT), MAYBE("ceptoars", OF("OrgRef"), LIST), MAYBE("ministry", OF("OrgRef")), \
	PERIOD, MAYBE("demo", BOOL), MAYBE("people", INT), MAYBE("members", INT), GIVEN("version", INT)
static const struct member org_row[] = { ORG_ROW, END };
static const struct member org[] = {
	ORG_ROW, GIVEN("names", OF("NamePeriod"), LIST), GIVEN("aliases", TEXT, LIST), GIVEN("memberships", OF("MembershipPeriod"), LIST),
	MAYBE("contacts", OF("Contact"), LIST, DOC("To those concerned")), END };
static const struct member org_name[] = { PERIOD, GIVEN("ja", TEXT), GIVEN("en", TEXT), END };
static const struct member membership[] = { GIVEN("org", OF("OrgRef")), PERIOD, END };
static const struct member contact[] = {
	GIVEN("id", ID), GIVEN("rank", INT), GIVEN("kind", OF("ContactKind")), GIVEN("address", TEXT),
	MAYBE("name", TEXT), MAYBE("note", TEXT), PERIOD, GIVEN("version", INT), END };
static const struct member catalog[] = {
	GIVEN("as_of", DAY), GIVEN("today", DAY), GIVEN("sectors", OF("Sector"), LIST),
	GIVEN("ministries", OF("MinistryEntry"), LIST), GIVEN("security_orgs", OF("SecurityOrgEntry"), LIST),
	GIVEN("ceptoars", OF("CeptoarEntry"), LIST), GIVEN("plans", OF("PlanFact"), LIST),
	GIVEN("event_types", OF("EventTypeFact"), LIST), GIVEN("cause_types", OF("CauseTypeFact"), LIST),
	GIVEN("bases", OF("BasisFact"), LIST), GIVEN("provision_reasons", OF("ProvisionReasonFact"), LIST),
	GIVEN("purposes", OF("PurposeFact"), LIST), GIVEN("tlp", OF("TlpFact"), LIST),
	GIVEN("advisory_kinds", OF("AdvisoryKindFact"), LIST), GIVEN("outcomes", OF("OutcomeFact"), LIST),
	GIVEN("severity_schemes", OF("SeveritySchemeFact"), LIST), GIVEN("routes", OF("RouteFact"), LIST),
	GIVEN("roles", OF("RoleFact"), LIST), GIVEN("org_kinds", OF("OrgKindFact"), LIST),
	GIVEN("consents", OF("ConsentFact"), LIST), GIVEN("effects", OF("EffectFact"), LIST),
	GIVEN("disclosures", OF("DisclosureFact"), LIST), GIVEN("answers", OF("AnswerFact"), LIST),
	GIVEN("report_routes", OF("ReportRouteFact"), LIST), GIVEN("stages", OF("StageFact"), LIST),
	GIVEN("timeline", OF("TimelineFact"), LIST), GIVEN("sources", OF("SourceFact"), LIST), END };
static const struct member sector[] = { FACT("sector", ""), MAYBE("ministry", OF("OrgRef")), END };
#define ENTRY ORG_REF, GIVEN("fact", TEXT, DOC("The fact's id"))
static const struct member ministry_entry[] = { ENTRY, FACT("ministry", "id ja en org_kind"), END };
static const struct member security_org_entry[] = { ENTRY, FACT("security_org", "id ja en org_kind"), END };
static const struct member ceptoar_entry[] = { ENTRY, FACT("ceptoar", "id ja en org_kind"), END };
static const struct member form_row[] = {
	GIVEN("id", TEXT), GIVEN("version", INT), GIVEN("ja", TEXT), GIVEN("en", TEXT), END };

/* Cases, triage, severity */
static const struct str answer_words[] = {
	LIT("not_asked"), LIT("asked"), LIT("given"), LIT("refused"), LIT("taken_back"), WORDS_END };
static const struct str moment_words[] = {
	LIT("occurred"), LIT("noticed"), LIT("aware"), LIT("classified"), LIT("submitted"), LIT("follow_up"), LIT("final"), LIT("arrived"),
	LIT("read"), LIT("acknowledged"), LIT("opened"), LIT("edited"), LIT("report_added"), LIT("report_removed"), LIT("note"), LIT("owner"),
	LIT("state"), LIT("merged_in"), LIT("merged_into"), LIT("split_off"), LIT("split_from"), LIT("rated"), LIT("advisory"),
	LIT("consent_asked"), LIT("published"), LIT("withdrawn"), LIT("inquiry"), LIT("answer"), LIT("notice"), WORDS_END };
static const struct str subject_words[] = {
	LIT("report"), LIT("advisory"), LIT("inquiry"), LIT("answer"), LIT("notice"), LIT("case"), LIT("person"), WORDS_END };
static const struct member person_ref[] = { GIVEN("id", ID), GIVEN("ja", TEXT), GIVEN("en", TEXT), END };
static const struct member case_ref[] = { GIVEN("id", ID), GIVEN("number", TEXT), GIVEN("title", TEXT), END };
static const struct member urgency_reason[] = {
	GIVEN("code", WORD(signal_names)), GIVEN("ja", TEXT), GIVEN("en", TEXT), GIVEN("points", INT), END };
#define CASE_HEAD GIVEN("id", ID), GIVEN("number", TEXT), GIVEN("title", TEXT), GIVEN("state", OF("CaseState")), MAYBE("sector", TEXT), \
	GIVEN("exercise", BOOL), MAYBE("owner", OF("PersonRef")), GIVEN("urgency", INT), \
	GIVEN("why", OF("UrgencyReason"), LIST, DOC("Their points sum up to urgency")), \
	MAYBE("level", INT, DOC("Newest rating by the scheme in force")), GIVEN("report_count", INT), GIVEN("opened_at", TIME), \
	GIVEN("updated_at", TIME), MAYBE("closed_at", TIME), MAYBE("merged_into", OF("CaseRef"), DOC("Where it went")), GIVEN("version", INT)
static const struct member case_row[] = { CASE_HEAD, END };
static const struct member case_full[] = {
	CASE_HEAD, MAYBE("summary", TEXT), GIVEN("reports", OF("CaseReport"), LIST, DOC("In the order they arrived")),
	MAYBE("hidden", INT, DOC("Reports that were recalled since")), GIVEN("advisories", OF("Row"), LIST),
	GIVEN("ratings", OF("Rating"), LIST, DOC("Newest first; superseded ones too")),
	GIVEN("timeline", OF("CaseMoment"), LIST, DOC("Oldest first")), GIVEN("more_timeline", BOOL, DOC("Older ones were left out")),
	GIVEN("may", OF("CaseAction"), LIST), END };
static const struct member case_report[] = { GIVEN("report", OF("Row")), GIVEN("added_at", TIME), MAYBE("arrived_at", TIME), END };
static const struct member case_moment[] = {
	GIVEN("at", TIME), GIVEN("what", WORD(moment_words)), MAYBE("subject", OF("CaseSubject")), MAYBE("scheme", TEXT), MAYBE("level", INT),
	MAYBE("org", OF("OrgRef")), MAYBE("by", OF("PersonRef")), MAYBE("state", OF("CaseState")), MAYBE("text", TEXT), END };
static const struct member case_subject[] = {
	GIVEN("kind", WORD(subject_words)), GIVEN("id", ID), MAYBE("number", TEXT), MAYBE("title", TEXT), END };
static const struct member case_done[] = {
	GIVEN("id", ID), GIVEN("number", TEXT), GIVEN("state", OF("CaseState")), GIVEN("version", INT), END };
static const struct member triage[] = {
	GIVEN("reports", OF("TriageReport"), LIST, DOC("In no case, the most urgent first")),
	GIVEN("total", INT, DOC("How many wait in all")), GIVEN("cases", OF("CaseRow"), LIST, DOC("Open and watched, the most urgent first")), END };
static const struct member triage_report[] = {
	GIVEN("report", OF("Row")), GIVEN("arrived_at", TIME), GIVEN("urgency", INT), GIVEN("why", OF("UrgencyReason"), LIST), END };
static const struct member rating[] = {
	GIVEN("id", ID), GIVEN("scheme", TEXT), GIVEN("level", INT), GIVEN("provisional", BOOL), GIVEN("axes", OF("AxisLevel"), LIST),
	GIVEN("answers", OF("RatingAnswer"), LIST), GIVEN("rationale", TEXT), MAYBE("evidence", TEXT), GIVEN("at", TIME),
	MAYBE("by", OF("PersonRef")), GIVEN("current", BOOL, DOC("The newest by its scheme")), MAYBE("superseded_at", TIME),
	MAYBE("of", ID, DOC("The case it was made for, where that was merged into this one")), END };
static const struct member axis_level[] = { GIVEN("axis", TEXT), GIVEN("level", INT), END };
static const struct member rating_answer[] = {
	GIVEN("question", TEXT), MAYBE("choice", TEXT), MAYBE("number", INT), MAYBE("text", TEXT), END };
static const struct member case_source[] = {
	GIVEN("report", OF("Row")), GIVEN("consent", WORD(consent_words)), GIVEN("answer", WORD(answer_words)), MAYBE("note", TEXT),
	GIVEN("allowed", BOOL, DOC("An advisory may draw on it")), GIVEN("why", OF("SourceReason")), END };
static const struct member source_reason[] = { GIVEN("code", TEXT), GIVEN("ja", TEXT), GIVEN("en", TEXT), END };
static const struct member case_consents[] = {
	GIVEN("sources", OF("CaseSource"), LIST), MAYBE("tlp", OF("Tlp"), DOC("The strictest marking of those allowed")), END };
static const struct member case_advisory[] = {
	GIVEN("id", ID, DOC("The advisory's draft")), GIVEN("version", INT), GIVEN("sources", OF("CaseSource"), LIST), MAYBE("tlp", OF("Tlp")), END };
static const struct member suggestions[] = { GIVEN("items", OF("Suggestion"), LIST, DOC("The best first, ten at most")), END };
static const struct member suggestion[] = {
	GIVEN("report", OF("Row")), MAYBE("case", OF("CaseRef"), DOC("The case it is in")),
	MAYBE("like", ID, DOC("Of a case: which of its reports it is like")), GIVEN("score", INT, DOC("0 to 98: the sum of the points")),
	GIVEN("why", OF("SuggestionReason"), LIST), END };
static const struct member suggestion_reason[] = {
	GIVEN("code", WORD(join_part_names)), GIVEN("ja", TEXT), GIVEN("en", TEXT), GIVEN("points", INT),
	MAYBE("shared", OF("SharedIndicator"), LIST), END };
static const struct member shared_indicator[] = { GIVEN("type", WORD(join_kind_names)), GIVEN("value", TEXT), END };
static const struct member severity_schemes[] = {
	GIVEN("items", OF("SeveritySchemeFact"), LIST, DOC("Of all times")), MAYBE("current", TEXT, DOC("The one in force")), END };
static const struct member severity_compare[] = {
	GIVEN("scheme", TEXT), GIVEN("fy", INT), GIVEN("partial", BOOL, DOC("The year is not over")),
	GIVEN("sectors", OF("SeveritySector"), LIST), GIVEN("cases", OF("RatedCase"), LIST, DOC("The most severe first; exercises are not counted")), END };
static const struct member severity_sector[] = {
	MAYBE("sector", TEXT), GIVEN("counts", OF("LevelCount"), LIST), GIVEN("unrated", INT), END };
static const struct member level_count[] = { GIVEN("level", INT), GIVEN("cases", INT), END };
static const struct member rated_case[] = {
	GIVEN("id", ID), GIVEN("number", TEXT), GIVEN("title", TEXT), MAYBE("sector", TEXT), GIVEN("level", INT), GIVEN("provisional", BOOL), END };
/* Large-scale mode */
#define MODE_HEAD GIVEN("id", ID), GIVEN("scope", WORD(mode_scope_names)), MAYBE("sector", TEXT), GIVEN("state", WORD(mode_state_names)), \
	GIVEN("exercise", BOOL), GIVEN("reason", TEXT), MAYBE("on_at", TIME)
static const struct str mode_may_words[] = { LIT("confirm"), LIT("drop"), LIT("end"), WORDS_END };
static const struct member mode_head[] = { MODE_HEAD, END };
static const struct member mode_done[] = { MODE_HEAD, GIVEN("version", INT), END };
static const struct member mode_item[] = {
	MODE_HEAD, MAYBE("emergency", BOOL), MAYBE("case", ID), MAYBE("case_number", TEXT), MAYBE("proposed_by", OF("Named")),
	MAYBE("proposed_at", TIME), MAYBE("on_by", OF("Named")), MAYBE("off_by", OF("Named")), MAYBE("off_at", TIME),
	MAYBE("off_reason", TEXT), MAYBE("shared", INT, DOC("Reports under way that were given to the agencies")), MAYBE("version", INT),
	MAYBE("may", WORD(mode_may_words), LIST), END };

/* Lists: {"items": [...], "next": "..."}, next where there is more. */
#define PAGE_OF(id, schema) static const struct member id[] = { GIVEN("items", OF(schema), LIST), MAYBE("next", TEXT, DOC("For `after`; absent at the end")), END }
#define WHOLE_LIST_OF(id, schema) static const struct member id[] = { GIVEN("items", OF(schema), LIST), END }
PAGE_OF(user_list, "User");
PAGE_OF(token_list, "Token");
PAGE_OF(journal_page, "JournalEntry");
PAGE_OF(message_list, "Row");
PAGE_OF(org_list, "OrgRow");
PAGE_OF(consent_list, "Consent");
WHOLE_LIST_OF(session_list, "SessionRow");
WHOLE_LIST_OF(contact_list, "Contact");
WHOLE_LIST_OF(form_list, "FormRow");
WHOLE_LIST_OF(fact_list, "Fact");
PAGE_OF(case_list, "CaseRow");
WHOLE_LIST_OF(person_list, "PersonRef");
WHOLE_LIST_OF(mode_list, "Mode");

#define OBJECT(n, list_of_members) { .name = LIT(n), .members = list_of_members }
#define EDITABLE(n, list_of_members) { .name = LIT(n), .members = list_of_members, .flags = ANSWER_ETAG }
#define CHOICE(n, list_of_words) { .name = LIT(n), .words = list_of_words }
#define ANY(n, names) { .name = LIT(n), .any = LIT(names) }
const struct answer answers[] = {
	OBJECT("Problem", problem), OBJECT("FieldProblem", field_problem),
	OBJECT("Health", health), { .name = LIT("Readiness"), .members = readiness, .also = 503 },
	{ .name = LIT("LiveEvent"), .members = live_event, .doc = LIT("The data of an event of /api/v1/stream") },
	CHOICE("Lang", lang_words), CHOICE("Role", role_names), CHOICE("Level", level_words),
	CHOICE("Permission", permission_words),
	CHOICE("AccountState", account_state_names), CHOICE("TokenScope", token_scope_names),
	CHOICE("OrgKind", org_kind_names),
	CHOICE("ContactKind", contact_kind_names), CHOICE("MessageKind", message_kind_names),
	CHOICE("Status", message_status_names),
	CHOICE("Tlp", tlp_names), CHOICE("Basis", basis_names), CHOICE("ReportRoute", report_route_names),
	CHOICE("Stage", stage_names),
	CHOICE("DeliveryState", delivery_state_names), CHOICE("PassState", pass_state_names),
	CHOICE("Outcome", outcome_names), CHOICE("RecallWhy", recall_why_names), CHOICE("RecallState", recall_state_names),
	CHOICE("MessageAction", message_may_names),
	OBJECT("Named", named), OBJECT("OrgRef", org_ref),
	OBJECT("Me", me), OBJECT("MeUser", me_user), OBJECT("MeOrg", me_org), OBJECT("StoreRef", store_ref),
	OBJECT("Counts", counts),
	OBJECT("SessionList", session_list), OBJECT("SessionRow", session_row), OBJECT("TotpOffer", totp_offer),
	OBJECT("UserList", user_list), EDITABLE("User", user), OBJECT("OneTimePassword", one_time_password),
	OBJECT("TokenList", token_list), OBJECT("Token", token),
	OBJECT("JournalPage", journal_page), OBJECT("JournalEntry", journal_entry),
	OBJECT("JournalAccount", journal_account),
	{ .name = LIT("JournalLine"), .members = journal_line, .doc = LIT("A line of /api/v1/journal/entries.ndjson") },
	OBJECT("JournalHead", journal_head), OBJECT("ConsistencyProof", consistency_proof), OBJECT("Receipt", receipt),
	OBJECT("ReceiptEntry", receipt_entry), OBJECT("ReceiptHead", receipt_head), OBJECT("ReceiptKey", receipt_key),
	OBJECT("ReceiptContent", receipt_content),
	OBJECT("MessageList", message_list), OBJECT("Row", row), EDITABLE("Message", message),
	{ .name = LIT("Tombstone"), .members = tombstone, .doc = LIT("What recipients keep of a message that was taken back") },
	{ .name = LIT("MessageView"), .any = LIT("Message Tombstone"), .flags = ANSWER_ETAG },
	ANY("Content", "ReportContent AdvisoryContent InquiryContent SealedContent"), OBJECT("SealedContent", sealed_content),
	OBJECT("Envelope", envelope), OBJECT("EnvelopeKey", envelope_key), CHOICE("CopyKind", copy_kind_names),
	OBJECT("PublicKey", public_key), OBJECT("OrgKey", org_key), OBJECT("OwnKey", own_key), OBJECT("KeyCopy", key_copy),
	OBJECT("KeyKeeper", key_keeper), OBJECT("LockedKey", locked_key), OBJECT("ChainedKey", chained_key),
	ANY("KeyBlob", "LockedKey ChainedKey"), OBJECT("KeyList", key_list),
	OBJECT("InquiryContent", inquiry_content),
	OBJECT("RelayList", relay_list), OBJECT("RelayWork", relay_work), OBJECT("RelayWithdrawn", relay_withdrawn), OBJECT("RelayDraft", relay_draft), OBJECT("ConsentState", consent_state), EDITABLE("RelaySettings", relay_settings),
	OBJECT("RelayDerived", relay_derived), OBJECT("RelayNotice", relay_notice), OBJECT("RelayMember", relay_member),
	OBJECT("RelayPerson", relay_person), OBJECT("RelayAddress", relay_address), EDITABLE("RelayNames", relay_names),
	OBJECT("RelayOrgNames", relay_org_names), OBJECT("ConsentList", consent_list), OBJECT("Consent", consent),
	OBJECT("ConsentScope", consent_scope), OBJECT("Thread", thread), OBJECT("ThreadInquiry", thread_inquiry),
	OBJECT("ThreadAnswer", thread_answer), OBJECT("MessageRef", message_ref),
	OBJECT("Revision", revision), OBJECT("RevisionRef", revision_ref), OBJECT("RevisionMade", revision_made),
	OBJECT("Attachment", attachment),
	OBJECT("TimelineItem", timeline_item), OBJECT("Seer", seer), EDITABLE("ReportDone", report_done),
	EDITABLE("AdvisoryDone", advisory_done),
	OBJECT("ReportPreview", report_preview), OBJECT("AudienceRow", audience_row),
	OBJECT("AdvisoryPreview", advisory_preview), OBJECT("AudienceChange", audience_change),
	OBJECT("RecallBoard", recall_board), OBJECT("RecallSummary", recall_summary), OBJECT("RecallHop", recall_hop), OBJECT("RecallRow", recall_row),
	OBJECT("MembershipRecall", membership_recall), OBJECT("LeavingPreview", leaving_preview),
	OBJECT("PreviewHop", preview_hop), OBJECT("SectorTally", sector_tally), OBJECT("KindTally", kind_tally),
	OBJECT("PreviewRow", preview_row),
	OBJECT("ConsentCheck", consent_check), OBJECT("ReportRef", report_ref),
	OBJECT("Delivery", delivery), OBJECT("Passing", passing), OBJECT("Inbox", inbox), OBJECT("InboxItem", inbox_item),
	OBJECT("InboxCounts", inbox_counts),
	OBJECT("BulkResult", bulk_result), OBJECT("BulkItem", bulk_item), OBJECT("Board", board),
	OBJECT("BoardRow", board_row),
	OBJECT("BoardContact", board_contact), OBJECT("BoardSummary", board_summary), OBJECT("BoardHop", board_hop),
	OBJECT("OutcomeTally", outcome_tally),
	OBJECT("Situation", situation), OBJECT("SituationMode", situation_mode), OBJECT("SituationSector", situation_sector_row),
	OBJECT("SituationAdvisory", situation_advisory), OBJECT("SituationHop", situation_hop), OBJECT("SituationDay", situation_day),
	OBJECT("StatList", stat_list), OBJECT("StatDefinition", stat_definition), OBJECT("Stat", stat), OBJECT("StatYear", stat_year),
	OBJECT("StatKey", stat_key), OBJECT("StatCell", stat_cell), OBJECT("StatPublished", stat_published), OBJECT("StatSource", stat_source),
	CHOICE("CaseState", incident_state_names), CHOICE("CaseAction", incident_may_names),
	OBJECT("PersonRef", person_ref), OBJECT("CaseRef", case_ref), OBJECT("UrgencyReason", urgency_reason),
	OBJECT("CaseRow", case_row), OBJECT("Case", case_full), { .name = LIT("CaseView"), .any = LIT("Case CaseRow"), .flags = ANSWER_ETAG,
	  .doc = LIT("Of a case that was merged away only its row, which says where it went") },
	OBJECT("CaseReport", case_report), OBJECT("CaseMoment", case_moment), OBJECT("CaseSubject", case_subject), EDITABLE("CaseDone", case_done),
	OBJECT("CaseList", case_list), OBJECT("PersonList", person_list), OBJECT("Triage", triage), OBJECT("TriageReport", triage_report),
	OBJECT("Rating", rating), OBJECT("AxisLevel", axis_level), OBJECT("RatingAnswer", rating_answer),
	OBJECT("CaseSource", case_source), OBJECT("SourceReason", source_reason), OBJECT("CaseConsents", case_consents),
	OBJECT("CaseAdvisory", case_advisory), OBJECT("Suggestions", suggestions), OBJECT("Suggestion", suggestion),
	OBJECT("SuggestionReason", suggestion_reason), OBJECT("SharedIndicator", shared_indicator),
	OBJECT("SeveritySchemes", severity_schemes), OBJECT("SeverityCompare", severity_compare), OBJECT("SeveritySector", severity_sector),
	OBJECT("LevelCount", level_count), OBJECT("RatedCase", rated_case),
	OBJECT("Catalog", catalog), OBJECT("Sector", sector), OBJECT("MinistryEntry", ministry_entry),
	OBJECT("SecurityOrgEntry", security_org_entry),
	OBJECT("CeptoarEntry", ceptoar_entry), OBJECT("FactList", fact_list), OBJECT("FormList", form_list),
	OBJECT("FormRow", form_row),
	OBJECT("OrgList", org_list), OBJECT("OrgRow", org_row), EDITABLE("Org", org), OBJECT("NamePeriod", org_name),
	OBJECT("MembershipPeriod", membership),
	OBJECT("ModeList", mode_list), OBJECT("Mode", mode_item), OBJECT("ModeHead", mode_head), EDITABLE("ModeDone", mode_done),
	OBJECT("ContactList", contact_list), EDITABLE("Contact", contact),
};
const size_t n_answers = sizeof answers / sizeof answers[0];

const struct answer *answer_named(struct str name)
{
	for (size_t i = 0; i < n_answers; i++)
		if (str_eq(answers[i].name, name))
			return &answers[i];
	return NULL;
}
