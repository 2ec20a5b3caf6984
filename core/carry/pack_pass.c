// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/pack_pass.h"

#include "base/i18n.h"
#include "base/limits.h"

#define PIECE_BYTES (1u << 18)

int mg_pack_pass_init(struct mg_pack_pass *pass, mg_pack_give give, void *context, struct mg_error *err)
{
	*pass = (struct mg_pack_pass){.give = give, .context = context, .sum = mg_sha1_sum_new()};
	return pass->sum ? 0 : mg_fail_memory(err);
}

static void end_sum(struct mg_pack_pass *pass, uint8_t digest[MG_SHA1_BYTES])
{
	if (pass->sum)
		mg_sha1_sum_end(pass->sum, digest);
	pass->sum = NULL;
}

void mg_pack_pass_clear(struct mg_pack_pass *pass)
{
	uint8_t digest[MG_SHA1_BYTES];

	end_sum(pass, digest);
	mg_buf_clear(&pass->out);
}

uint64_t mg_pack_pass_at(const struct mg_pack_pass *pass)
{
	return pass->sent + pass->out.len;
}

static int give(struct mg_pack_pass *pass, struct mg_error *err)
{
	int code = mg_buf_check(&pass->out, err);

	if (code)
		return code;
	if (mg_pack_pass_at(pass) > MG_MAX_PACK_BYTES)
		return mg_fail(err, MG_ELIMIT, _("the pack has more than %u bytes"), MG_MAX_PACK_BYTES);
	code = pass->give(pass->context, mg_buf_slice(&pass->out), err);
	if (code)
		return code;
	pass->sent += pass->out.len;
	mg_buf_reset(&pass->out);
	return 0;
}

int mg_pack_pass_on(struct mg_pack_pass *pass, struct mg_error *err)
{
	if (pass->out.len < PIECE_BYTES)
		return 0;
	mg_sha1_sum_add(pass->sum, mg_buf_slice(&pass->out));
	return give(pass, err);
}

int mg_pack_pass_end(struct mg_pack_pass *pass, struct mg_error *err)
{
	uint8_t digest[MG_SHA1_BYTES];

	mg_sha1_sum_add(pass->sum, mg_buf_slice(&pass->out));
	end_sum(pass, digest);
	mg_buf_put(&pass->out, digest, sizeof digest);
	return give(pass, err);
}
