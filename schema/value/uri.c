// SPDX-License-Identifier: EUPL-1.2
#include "schema/value/uri.h"

static const char sub_delims[] = "!$&'()*+,;=";

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static struct mg_slice part(struct mg_slice text, size_t from, size_t to)
{
	return (struct mg_slice){text.data + from, to - from};
}

static size_t find(struct mg_slice text, size_t from, const char *any_of)
{
	while (from < text.len && !(text.data[from] && strchr(any_of, text.data[from])))
		from++;
	return from;
}

// Unreserved characters, sub-delims, percent-encoded bytes, and those of `more`.
static bool all_of(struct mg_slice text, const char *more)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];

		if (c == '%') {
			if (i + 2 >= text.len || !is_hex(text.data[i + 1]) || !is_hex(text.data[i + 2]))
				return false;
			i += 2;
		} else if (!c || (!is_letter(c) && !is_digit(c) && !strchr("-._~", c) && !strchr(sub_delims, c) &&
				  !strchr(more, c))) {
			return false;
		}
	}
	return true;
}

bool mg_ipv4_check(struct mg_slice text)
{
	size_t at = 0;

	for (int i = 0; i < 4; i++) {
		size_t end = find(text, at, ".");
		int value = 0;

		if (end == at || end - at > 3 || (end - at > 1 && text.data[at] == '0'))
			return false;
		for (; at < end; at++) {
			if (!is_digit(text.data[at]))
				return false;
			value = value * 10 + (text.data[at] - '0');
		}
		if (value > 255 || (i < 3) != (end < text.len))
			return false;
		at = end + 1;
	}
	return true;
}

// Eight groups of 16 bits, the last two perhaps as IPv4; one `::` stands for one or more groups of zeros.
bool mg_ipv6_check(struct mg_slice text)
{
	size_t at = 0, groups = 0;
	bool gap = false;

	while (at < text.len) {
		size_t end = find(text, at, ":");

		if (end == at) { // one colon of a `::`, or a single one at the start
			if (gap || (at == 0 && (text.len < 2 || text.data[1] != ':')))
				return false;
			gap = true;
			at += at == 0 ? 2 : 1;
			continue;
		}
		if (end == text.len && mg_ipv4_check(part(text, at, end))) {
			groups += 2;
			break;
		}
		for (size_t i = at; i < end; i++)
			if (end - at > 4 || !is_hex(text.data[i]))
				return false;
		groups++;
		at = end + (end < text.len);
		if (end + 1 == text.len)
			return false; // a single colon at the end
	}
	return gap ? groups < 8 : groups == 8;
}

static bool check_scheme(struct mg_slice scheme)
{
	if (!scheme.data || scheme.len == 0 || !is_letter(scheme.data[0]))
		return false;
	for (size_t i = 1; i < scheme.len; i++)
		if (!is_letter(scheme.data[i]) && !is_digit(scheme.data[i]) &&
		    !(scheme.data[i] && strchr("+-.", scheme.data[i])))
			return false;
	return true;
}

static bool check_ip_literal(struct mg_slice host)
{
	size_t point;

	if (host.len == 0 || (host.data[0] != 'v' && host.data[0] != 'V'))
		return mg_ipv6_check(host);
	point = find(host, 1, ".");
	for (size_t i = 1; i < point; i++)
		if (!is_hex(host.data[i]))
			return false;
	return point > 1 && point + 1 < host.len && all_of(part(host, point + 1, host.len), ":");
}

// [ userinfo "@" ] host [ ":" port ]
static bool check_authority(struct mg_slice authority)
{
	size_t at = find(authority, 0, "@"), end;

	if (at < authority.len) {
		if (!all_of(part(authority, 0, at), ":"))
			return false;
		authority = part(authority, at + 1, authority.len);
	}
	if (authority.len > 0 && authority.data[0] == '[') {
		end = find(authority, 0, "]");
		if (end == authority.len || !check_ip_literal(part(authority, 1, end)))
			return false;
		end++;
	} else {
		end = find(authority, 0, ":");
		if (!all_of(part(authority, 0, end), ""))
			return false;
	}
	if (end < authority.len && authority.data[end] != ':')
		return false;
	for (size_t i = end + 1; i < authority.len; i++)
		if (!is_digit(authority.data[i]))
			return false;
	return true;
}

bool mg_uri_check(struct mg_slice text)
{
	struct mg_uri uri = mg_uri_split(text);

	if (!check_scheme(uri.scheme) || (uri.authority.data && !check_authority(uri.authority)))
		return false;
	return all_of(uri.path, ":@/") && all_of(uri.query, ":@/?") && all_of(uri.fragment, ":@/?");
}

struct mg_uri mg_uri_split(struct mg_slice text)
{
	struct mg_uri uri = {0};
	size_t at = find(text, 0, ":/?#"), end;

	if (at > 0 && at < text.len && text.data[at] == ':')
		uri.scheme = part(text, 0, at++);
	else
		at = 0;
	if (at + 1 < text.len && text.data[at] == '/' && text.data[at + 1] == '/') {
		end = find(text, at + 2, "/?#");
		uri.authority = part(text, at + 2, end);
		at = end;
	}
	end = find(text, at, "?#");
	uri.path = part(text, at, end);
	if (end < text.len && text.data[end] == '?') {
		at = end + 1;
		end = find(text, at, "#");
		uri.query = part(text, at, end);
	}
	if (end < text.len)
		uri.fragment = part(text, end + 1, text.len);
	return uri;
}

static int digit_of(char c)
{
	return is_digit(c) ? c - '0' : (c | 32) - 'a' + 10;
}

void mg_uri_decode(struct mg_slice text, struct mg_buf *out)
{
	mg_buf_reset(out);
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == '%' && i + 2 < text.len && is_hex(text.data[i + 1]) && is_hex(text.data[i + 2])) {
			mg_buf_putc(out, (char)(digit_of(text.data[i + 1]) << 4 | digit_of(text.data[i + 2])));
			i += 2;
		} else {
			mg_buf_putc(out, text.data[i]);
		}
	}
}

// Drops the last segment of the path that out holds from `start` on, with the slash before it.
static void drop_segment(struct mg_buf *out, size_t start)
{
	size_t end = out->len;

	while (end > start && out->data[end - 1] != '/')
		end--;
	end -= end > start;
	mg_buf_splice(out, end, out->len - end, mg_slice_of(""));
}

// Appends a path without its "." and ".." segments (RFC 3986, 5.2.4); a relative one stays relative.
static void put_path(struct mg_buf *out, struct mg_slice path)
{
	size_t start = out->len, at = 0;
	bool absolute = path.len > 0 && path.data[0] == '/';

	while (at < path.len) {
		size_t slash = path.data[at] == '/', end = find(path, at + slash, "/");
		struct mg_slice segment = part(path, at + slash, end);
		bool up = mg_slice_is(segment, ".."), dropped = up || mg_slice_is(segment, ".");

		at = end;
		if (up)
			drop_segment(out, start);
		if (slash && (absolute || out->len > start) && (!dropped || end == path.len))
			mg_buf_putc(out, '/');
		if (!dropped)
			mg_buf_put_slice(out, segment);
	}
}

static void put_optional(struct mg_buf *out, const char *before, struct mg_slice slice, const char *after)
{
	if (!slice.data)
		return;
	mg_buf_puts(out, before);
	mg_buf_put_slice(out, slice);
	mg_buf_puts(out, after);
}

void mg_uri_resolve(struct mg_slice base_text, struct mg_slice reference, struct mg_buf *out)
{
	struct mg_uri base = mg_uri_split(base_text), ref = mg_uri_split(reference);
	bool own = ref.scheme.data || ref.authority.data; // nothing of the base's path counts
	struct mg_buf path = {0};

	if (!own && ref.path.len == 0) {
		mg_buf_put_slice(&path, base.path);
	} else {
		size_t folder = base.path.len;

		while (folder > 0 && base.path.data[folder - 1] != '/')
			folder--;
		if (!own && ref.path.data[0] != '/') {
			if (folder == 0 && base.authority.data)
				mg_buf_putc(&path, '/');
			mg_buf_put(&path, base.path.data, folder);
		}
		mg_buf_put_slice(&path, ref.path);
	}
	mg_buf_reset(out);
	put_optional(out, "", ref.scheme.data ? ref.scheme : base.scheme, ":");
	put_optional(out, "//", own ? ref.authority : base.authority, "");
	put_path(out, mg_buf_slice(&path));
	put_optional(out, "?", ref.query.data || own || ref.path.len ? ref.query : base.query, "");
	put_optional(out, "#", ref.fragment, "");
	if (path.failed)
		out->failed = path.failed;
	mg_buf_clear(&path);
}
