// Small administrative writes.
#include "storage/codec.h"
#include "storage/refusals.h"
#include "storage/sqlite/private_rows.h"
#include "storage/sqlite/writer.h"

namespace hejie::storage::sqlite {

namespace {

constexpr const char* kAddToken = "INSERT INTO person_tokens VALUES (?,?)";
constexpr const char* kDropToken = "DELETE FROM person_tokens WHERE token = ? AND person = ?";

}  // namespace

void Writer::write_tokens(const char* sql, const Person& person, std::int64_t no) {
  for (const auto token : tokens_of(*vault_, person)) db_.query(sql).bind(token, no).run();
}

std::optional<Writer::KnownPerson> Writer::find_person(const PersonId& id) {
  Query row = db_.query("SELECT id, kind, sealed, no FROM persons WHERE id = ?");
  row.bind(id);
  if (!row.step()) return std::nullopt;
  return KnownPerson{row.integer(3), Opener(vault_.get()).person(row)};
}

void Writer::put(const PutPerson& x) {
  const Person& p = x.person;
  const std::string sealed = seal_person(*vault_, p);
  const int inserted = db_.query("INSERT INTO persons (id, kind, sealed) VALUES (?,?,?) ON CONFLICT DO NOTHING")
                           .bind(p.id, p.kind, Blob{sealed})
                           .run();
  if (inserted == 1) return write_tokens(kAddToken, p, db_.last_row());
  const auto known = find_person(p.id);
  write_tokens(kDropToken, known->person, known->no);
  db_.query("UPDATE persons SET kind = ?, sealed = ? WHERE no = ?").bind(p.kind, Blob{sealed}, known->no).run();
  write_tokens(kAddToken, p, known->no);
}

void Writer::put(const ErasePerson& x) {
  const auto known = find_person(x.person);
  if (!known) throw Refused{no_such_person()};
  if (known->person.erased) return;
  write_tokens(kDropToken, known->person, known->no);
  db_.query("UPDATE persons SET sealed = NULL WHERE no = ?").bind(known->no).run();
  erased_ = true;
}

void Writer::put(const PutText& x) {
  const PrivateText& t = x.text;
  const std::string sealed = vault_->seal(text_context(t.id.value, t.case_id.value), t.body);
  db_.query("INSERT OR REPLACE INTO texts VALUES (?,?,?)").bind(t.id, t.case_id, Blob{sealed}).run();
}

void Writer::put(const EraseTexts& x) {
  if (x.case_id.empty()) return;
  db_.query("DELETE FROM texts WHERE case_id = ? AND case_id <> ''").bind(x.case_id).run();
  erased_ = true;
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
  book_.put(db_, Guarded::account, a.id.value);
}

void Writer::put(const PutSession& x) {
  const Session& s = x.session;
  db_.query("INSERT OR REPLACE INTO sessions VALUES (?,?,?,?,?,?,?,?,?)")
      .bind(s.token_hash, s.account, s.created_at, s.seen_at, s.expires_at, s.id, s.is_token, s.label,
            encode_list(s.scopes))
      .run();
  book_.put(db_, Guarded::session, s.token_hash);
}

void Writer::put(const SessionSeen& x) {
  if (row_state(db_, book_.codes(), Guarded::session, x.token_hash) != RowState::same) return;  // see refuse_changed
  db_.query("UPDATE sessions SET seen_at = ? WHERE token_hash = ?").bind(x.at, x.token_hash).run();
  book_.put(db_, Guarded::session, x.token_hash);
}

void Writer::drop_sessions(Query ended) {
  std::vector<std::string> gone;
  while (ended.step()) gone.push_back(ended.text(0));
  for (const auto& token_hash : gone) book_.drop(db_, Guarded::session, token_hash);
}

void Writer::put(const DropSession& x) {
  db_.query("DELETE FROM sessions WHERE token_hash = ?").bind(x.token_hash).run();
  book_.drop(db_, Guarded::session, x.token_hash);
}

void Writer::put(const DropSessionsOf& x) {
  Query ended = db_.query("DELETE FROM sessions WHERE account = ? RETURNING token_hash");
  ended.bind(x.account);
  drop_sessions(std::move(ended));
}

void Writer::put(const DropExpired& x) {
  Query ended = db_.query("DELETE FROM sessions WHERE expires_at <= ? RETURNING token_hash");
  ended.bind(x.now);
  drop_sessions(std::move(ended));
  db_.query("DELETE FROM answers WHERE expires_at IS NOT NULL AND expires_at <= ?").bind(x.now).run();
}

void Writer::put(const PutDraft& x) {
  const Draft& d = x.draft;
  if (d.body.empty()) {
    db_.query("DELETE FROM drafts WHERE account = ? AND key = ?").bind(d.account, d.key).run();
  } else {
    const std::string sealed = vault_->seal(draft_context(d.account.value, d.key), d.body);
    db_.query("INSERT OR REPLACE INTO drafts VALUES (?,?,?,?)")
        .bind(d.account, d.key, Blob{sealed}, d.updated_at)
        .run();
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
  if (guards_mark(x.name)) book_.put(db_, Guarded::mark, x.name);
}

void Writer::put(const PutAccess& x) {
  // The first entry of a store says that it is coded: its codes cannot be taken away and denied.
  if (notes_codes_ && ends_.access.size() == 0) write_access(coded_record(book_.codes(), x.record.at));
  write_access(x.record);
}

void Writer::write_access(const AccessRecord& record) {
  const std::string entry = encode(record);
  const audit::Hash& chain = ends_.access.append(db_, entry, audit::leaf(log_hash_, entry));
  db_.query("INSERT INTO access VALUES (?,?,?)").bind(ends_.access.size(), entry, Blob{audit::bytes_of(chain)}).run();
}

}  // namespace hejie::storage::sqlite
