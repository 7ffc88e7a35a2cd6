/* app/inquiry.h — asking back and answering: messages of their own about a message, with deliveries, receipts and journal like any.
 *
 * Who has a report or an advisory may ask its author, the author may ask who has it. An inquiry goes to one org, its answers to who
 * asked. On a message that a CEPTOAR derived, the question to the member is another message (linked in the CEPTOAR's own table alone):
 * made at once where the CEPTOAR's setting says so and nothing is attached, else by its officer (inquiry_forward); the member's answer
 * reaches the CEPTOAR only, which sends a derived one on (answer_relay).
 */
#ifndef NOROSHI_APP_INQUIRY_H
#define NOROSHI_APP_INQUIRY_H
#include "app/message.h"
#include "app/report.h"
#include "model/inquiry.h"

enum status inquiry_send(struct cx *, struct uuid about, const struct inquiry_input *, struct report_done *ret) MUST_CHECK;
enum status inquiry_forward(struct cx *, struct uuid inquiry, const struct inquiry_input *, struct report_done *ret) MUST_CHECK;
enum status answer_send(struct cx *, struct uuid inquiry, const struct answer_input *, struct report_done *ret) MUST_CHECK;
enum status answer_relay(struct cx *, struct uuid answer, const struct answer_input *, struct report_done *ret) MUST_CHECK;

/* Sealed to the CEPTOAR that asked (app/key.h): an answer whose body is an envelope, with no text of its own. A member's answer to a
 * CEPTOAR that has a key in force comes no other way: answer_send gives T_REPORT_SEAL_NEEDED. */
enum status answer_send_sealed(struct cx *, struct uuid inquiry, const struct sealed_answer *, struct report_done *ret) MUST_CHECK;

/* Inquiries about a message (or about what an inquiry or an answer is about), with their answers, as the actor may see them; reading
 * opens and leaves its trace as reading each would. */
#define THREAD_MAX 50
struct thread_item {
	struct message_view view;
	int64_t place;                                          /* index of the inquiry that this answers, or -1 */
	struct uuid made;                                       /* CEPTOAR: what was forwarded or relayed of it; none otherwise */
	struct str made_number;
};
enum status inquiry_thread(struct cx *, struct uuid message, struct thread_item **ret, size_t *ret_n) MUST_CHECK;
#endif
