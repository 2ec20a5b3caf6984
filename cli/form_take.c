// SPDX-License-Identifier: EUPL-1.2
//
// A field set by a command goes where the form has kept a comment for it, and the comment goes: what stays is a record,
// not a form with the answers at its end. Only fields of the record itself: what a group keeps goes with its comment.
#include "cli/form.h"

#include "schema/yaml/yaml.h"

static struct mg_slice line_at(struct mg_slice text, size_t offset)
{
	const char *end = memchr(text.data + offset, '\n', text.len - offset);

	return (struct mg_slice){text.data + offset, end ? (size_t)(end - text.data) - offset + 1 : text.len - offset};
}

static bool begins(struct mg_slice line, const char *with, size_t n)
{
	return line.len >= n && memcmp(line.data, with, n) == 0;
}

// "# key: ..." at the margin: no text of several lines has such a line, since those are indented.
static bool is_kept_for(struct mg_slice line, struct mg_slice key)
{
	return line.len > key.len + 3 && begins(line, "# ", 2) && memcmp(line.data + 2, key.data, key.len) == 0 &&
	       line.data[key.len + 2] == ':';
}

// Where the comment kept for a key begins, and ends: after the lines that go on with it. False when there is none.
static bool find_kept(struct mg_slice text, struct mg_slice key, size_t *from, size_t *to)
{
	size_t next = 0;

	for (*from = 0; *from < text.len; *from = next) {
		struct mg_slice line = line_at(text, *from);

		next = *from + line.len;
		if (!is_kept_for(line, key))
			continue;
		while (next < text.len && begins(line_at(text, next), "#   ", 4))
			next += line_at(text, next).len;
		*to = next;
		return true;
	}
	return false;
}

static bool reads(struct mg_slice text, struct mg_doc *doc)
{
	struct mg_findings findings;
	int rc;

	mg_findings_init(&findings);
	rc = mg_yaml_read(doc, "", text, &findings);
	mg_findings_clear(&findings);
	return rc == 0 && doc->root->type == MG_MAP;
}

// Whether the text still has what it had, and the key besides; a comment may have been moved into the middle of a list.
static bool has_one_more(struct mg_slice text, const struct mg_node *before, struct mg_slice key)
{
	struct mg_doc doc;
	bool same;

	mg_doc_init(&doc);
	same = reads(text, &doc) && doc.root->as.map.n == before->as.map.n + 1 && mg_node_get_slice(doc.root, key);
	for (size_t i = 0; same && i < before->as.map.n; i++) {
		const struct mg_pair *pair = &before->as.map.pairs[i];
		const struct mg_node *value = mg_node_get_slice(doc.root, pair->key);

		same = value && mg_node_equal(value, pair->value);
	}
	mg_doc_clear(&doc);
	return same;
}

static int take(struct mg_buf *text, const struct mg_doc *doc, struct mg_slice key, struct mg_error *err)
{
	const char *line_end = doc->crlf ? "\r\n" : "\n";
	struct mg_buf after = {0}, line = {0};
	size_t from, to;
	int rc;

	if (mg_node_get_slice(doc->root, key) || !find_kept(doc->text, key, &from, &to))
		return 0;
	mg_buf_put_slice(&line, key);
	mg_buf_puts(&line, ":");
	mg_buf_puts(&line, line_end);
	mg_buf_put_slice(&after, doc->text);
	mg_buf_splice(&after, from, to - from, mg_buf_slice(&line));
	rc = mg_buf_check(&line, err);
	if (rc == 0)
		rc = mg_buf_check(&after, err);
	if (rc == 0 && has_one_more(mg_buf_slice(&after), doc->root, key)) {
		mg_buf_reset(text);
		mg_buf_put_slice(text, mg_buf_slice(&after));
		rc = mg_buf_check(text, err);
	}
	mg_buf_clear(&line);
	mg_buf_clear(&after);
	return rc;
}

int mg_form_take(struct mg_buf *text, const char *place, struct mg_error *err)
{
	struct mg_slice key = {place, strcspn(place, ".[")};
	struct mg_doc doc;
	int rc = 0;

	mg_doc_init(&doc);
	if (reads(mg_buf_slice(text), &doc))
		rc = take(text, &doc, key, err);
	mg_doc_clear(&doc);
	return rc;
}
