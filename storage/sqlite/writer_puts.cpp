// Small administrative writes.
#include "storage/codec.h"
#include "storage/refusals.h"
#include "storage/sqlite/writer.h"

namespace hejie::storage::sqlite {

void Writer::put(const PutPerson& x) {
  const Person& p = x.person;
  db_.query("INSERT OR REPLACE INTO persons VALUES (?,?,?,?,?,?,?,?)")
      .bind(p.id, p.kind, p.name, p.id_number, p.credit_code, p.phone, p.address, p.extra_json)
      .run();
}

void Writer::put(const PutText& x) {
  db_.query("INSERT OR REPLACE INTO texts VALUES (?,?,?)").bind(x.text.id, x.text.case_id, x.text.body).run();
}

void Writer::put(const PutAccount& x) {
  const Account& a = x.account;
  {
    Query other = db_.query("SELECT 1 FROM accounts WHERE username = ? AND id <> ?");
    if (other.bind(a.username, a.id).step()) throw Refused{username_taken()};
  }
  db_.query("INSERT OR REPLACE INTO accounts VALUES (?,?,?,?,?,?,?,?,?,?,?,?)")
      .bind(a.id, a.username, a.display_name, encode_list(a.roles), a.password_hash, a.disabled, a.created_at,
            a.password_at, encode_list(a.old_passwords), a.totp, a.totp_step, encode_list(a.recovery))
      .run();
}

void Writer::put(const PutSession& x) {
  const Session& s = x.session;
  db_.query("INSERT OR REPLACE INTO sessions VALUES (?,?,?,?,?,?,?,?,?)")
      .bind(s.token_hash, s.account, s.created_at, s.seen_at, s.expires_at, s.id, s.is_token, s.label,
            encode_list(s.scopes))
      .run();
}

void Writer::put(const SessionSeen& x) {
  db_.query("UPDATE sessions SET seen_at = ? WHERE token_hash = ?").bind(x.at, x.token_hash).run();
}

void Writer::put(const DropSession& x) {
  db_.query("DELETE FROM sessions WHERE token_hash = ?").bind(x.token_hash).run();
}

void Writer::put(const DropSessionsOf& x) {
  db_.query("DELETE FROM sessions WHERE account = ?").bind(x.account).run();
}

void Writer::put(const DropExpired& x) {
  db_.query("DELETE FROM sessions WHERE expires_at <= ?").bind(x.now).run();
  db_.query("DELETE FROM answers WHERE expires_at IS NOT NULL AND expires_at <= ?").bind(x.now).run();
}

void Writer::put(const PutDraft& x) {
  const Draft& d = x.draft;
  if (d.body.empty()) {
    db_.query("DELETE FROM drafts WHERE account = ? AND key = ?").bind(d.account, d.key).run();
  } else {
    db_.query("INSERT OR REPLACE INTO drafts VALUES (?,?,?,?)").bind(d.account, d.key, d.body, d.updated_at).run();
  }
}

void Writer::put(const PutPreferences& x) {
  db_.query("INSERT OR REPLACE INTO preferences VALUES (?,?)").bind(x.account, x.body).run();
}

void Writer::put(const PutDefinition& x) {
  const DefinitionText& d = x.definition;
  db_.query("INSERT INTO definitions VALUES (?,?,?,?,?) ON CONFLICT DO NOTHING")
      .bind(d.sha256, d.procedure, d.version, encode_list(d.overlays), d.text)
      .run();
}

void Writer::put(const PutNotice& x) {
  const NoticeText& n = x.notice;
  {
    Query old = db_.query("SELECT body FROM notices WHERE calendar = ? AND id = ?");
    if (old.bind(n.calendar, n.id).step()) {
      if (old.text(0) != n.text) throw Refused{other_notice()};
      return;
    }
  }
  db_.query("INSERT INTO notices (calendar, id, body, by_account, loaded_at) VALUES (?,?,?,?,?)")
      .bind(n.calendar, n.id, n.text, n.by, n.loaded_at)
      .run();
}

void Writer::put(const PutMark& x) {
  db_.query("INSERT OR REPLACE INTO marks VALUES (?,?)").bind(x.name, x.value).run();
}

void Writer::put(const PutAccess& x) {
  const std::string entry = encode(x.record);
  const audit::Hash& chain = ends_.access.append(db_, entry, audit::leaf(entry));
  db_.query("INSERT INTO access VALUES (?,?,?)").bind(ends_.access.size(), entry, Blob{audit::bytes_of(chain)}).run();
}

}  // namespace hejie::storage::sqlite
