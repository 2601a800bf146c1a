#include "app/evidence_desk.h"

#include <algorithm>

#include "app/break_glass.h"
#include "app/case_rows.h"
#include "app/case_source.h"
#include "app/command.h"
#include "app/evidence_desk_impl.h"
#include "app/evidence_text.h"
#include "app/file_names.h"
#include "app/secondary_file.h"
#include "app/texts.h"
#include "app/units.h"
#include "app/work_lists_impl.h"
#include "crypto/sha256.h"
#include "engine/base/fault_controls.h"
#include "engine/machine/evidence.h"

namespace hejie::app {
namespace {

constexpr std::size_t kMostNote = 2000;
constexpr std::size_t kMostReason = 4000;
constexpr int kAttempts = 8;
constexpr int kPage = 500;

using engine::evidence_field;

Date day_of(const engine::Act& act) {
  const auto found = act.fields.find(engine::kEvidenceDay);
  const auto* day = found == act.fields.end() ? nullptr : std::get_if<Date>(&found->second);
  return day == nullptr ? act.on : *day;
}

Error no_case() {
  return {ErrorCode::not_found, {"没有这个案件", "There is no such case"}};
}

Error no_evidence() {
  return {ErrorCode::not_found, {"本案没有这份证据材料", "The case has no such evidence"}};
}

Error too_large(std::uint64_t most) {
  const std::string mib = std::to_string(most >> 20U);
  return {ErrorCode::too_large,
          {"单个文件至多 " + mib + " MB，请压缩或者分成几个文件提交",
           "One file may have " + mib + " MiB; make it smaller or give it in parts"},
          {{"content", "too_large", {"文件过大", "the file is too large"}}}};
}

EvidenceItem item_of(const storage::StoredEvent& stored, const engine::Act& act) {
  EvidenceItem item;
  item.id = evidence_field(act, engine::kEvidenceId);
  item.type = evidence_field(act, engine::kEvidenceType);
  item.kind = evidence_field(act, engine::kEvidenceKind);
  item.party = act.party;
  item.sha256 = evidence_field(act, engine::kEvidenceHash);
  item.bytes = engine::evidence_bytes(act);
  item.received_on = day_of(act);
  item.entered_at = stored.recorded_at;
  item.by = act.by.account;
  item.version = stored.version;
  item.secondary = evidence_field(act, engine::kEvidenceFile) == kSecondaryFile;
  return item;
}

/// Everything that makes one request another, beside method and path.
std::string request_text(const EvidenceGiven& given, const std::string& sha256) {
  std::string out;
  for (const std::string* part : {&given.name, &given.note, &given.kind, &given.party, &sha256})
    out += std::to_string(part->size()) + ":" + *part;
  if (given.received_on) out += format_date(*given.received_on);
  return out + (given.secondary ? "s" : "");
}

}  // namespace

Result<std::unique_ptr<EvidenceDesk>> EvidenceDesk::open(Parts parts) {
  TRY(auto rules, load_evidence_rules(parts.definitions));
  TRY(auto roles, load_case_roles(parts.definitions));
  std::unique_ptr<EvidenceDesk> desk(new EvidenceDesk(std::move(parts), std::move(rules), std::move(roles)));
  desk->folder_.clear_incoming();
  return desk;
}

EvidenceDesk::EvidenceDesk(Parts parts, EvidenceRules rules, CaseRoleRules roles)
    : parts_(std::move(parts)),
      rules_(std::move(rules)),
      roles_(std::move(roles)),
      folder_(parts_.folder + "/" + kEvidenceFolder, parts_.suite) {}

/// The case as this account may see it, with what was given to it.
Result<EvidenceDesk::Standing> EvidenceDesk::stand(const Caller& caller, const CaseId& id, bool acting) {
  if (!may_read_cases(caller)) return fail(no_case());
  Standing out;
  TRY(out.snapshot, parts_.store.snapshot());
  TRY(const auto units, load_units(*out.snapshot));
  TRY_VOID(check_sees(parts_.store, parts_.clock, *units, caller, id, acting));
  TRY(out.item, out.snapshot->find_case(id));
  TRY(const auto history, out.snapshot->history(id));
  for (const auto& stored : history) {
    const auto* act = std::get_if<engine::Act>(&stored.event);
    if (act == nullptr) continue;
    out.acts.push_back(*act);
    if (!engine::is_evidence(*act)) continue;
    if (act->event == engine::kAddEvidence) {
      out.evidence.push_back(item_of(stored, *act));
      continue;
    }
    const auto same = std::ranges::find(out.evidence, evidence_field(*act, engine::kEvidenceId), &EvidenceItem::id);
    if (same == out.evidence.end()) continue;
    same->withdrawn = true;
    same->withdrawn_on = act->on;
    same->withdrawn_by = act->by.account.value;
    out.why[same->id] = act->reason;
  }
  if (is_recused(out.acts, caller.account)) return fail(no_case());
  return out;
}

Result<bool> EvidenceDesk::reads_secondary(const Caller& caller, const Standing& standing) {
  TRY(const auto rules, load_authority_rules(parts_.definitions));
  return may_read_secondary({parts_.store, parts_.cases, parts_.clock, rules}, caller, standing.item.id,
                            standing.item.summary);
}

Result<EvidenceDesk::Standing> EvidenceDesk::may_add(const Caller& caller, const EvidenceGiven& given) {
  TRY(auto standing, stand(caller, given.case_id, true));
  const auto procedure = procedure_of(parts_.definitions, standing.item.pin);
  if (!procedure || any_role(*procedure, caller).empty())
    return fail(ErrorCode::forbidden, {"您的岗位不参与本案程序，不能登记证据材料",
                                       "none of your roles takes part in this procedure; you cannot add evidence"});
  standing.role = any_role(*procedure, caller);
  engine::Act act;
  act.event = engine::kAddEvidence;
  act.by = {standing.role, caller.account, {}};
  if (const auto no = check_case_role(roles_, *procedure, standing.acts, act))
    return fail(ErrorCode::forbidden, no->message);
  if (given.secondary) {
    TRY(const bool open, reads_secondary(caller, standing));
    if (!open) return fail(secondary_closed());
  }
  return standing;
}

Status EvidenceDesk::check_given(const Standing& standing, const EvidenceGiven& given) const {
  std::vector<Finding> findings;
  if (!is_utf8(given.name) || shown_name(given.name).empty())
    findings.push_back(bad_value("name", {"须写明文件名", "the name of the file is needed"}));
  if (!is_utf8(given.note) || given.note.size() > kMostNote)
    findings.push_back(bad_value("note", {"至多 2000 字节", "at most 2000 bytes"}));
  if (rules_.find_kind(given.kind) == nullptr) {
    std::string known;
    for (const auto& kind : rules_.kinds) known += (known.empty() ? "" : ", ") + kind.id;
    findings.push_back(bad_value("?kind", {"证据种类只能是：" + known, "must be one of: " + known}));
  }
  if (!given.party.empty()) {
    TRY(const auto rows, standing.snapshot->load_rows(given.case_id));
    if (std::ranges::find(rows.parties, given.party, &storage::PartyRow::key) == rows.parties.end())
      findings.push_back(bad_value("?party", {"案件没有这个当事人", "the case has no such party"}));
  }
  const Date today = to_bureau(parts_.clock.now()).day;
  if (given.received_on && (*given.received_on > today || *given.received_on < today + -36'500))
    findings.push_back(bad_value("?received", {"不能晚于今天", "must not be after today"}));
  if (standing.item.summary.phase == engine::Phase::final)
    findings.push_back(bad_value("", {"案件已归档，不再接收证据材料", "the file is archived; no evidence is added"}));
  if (findings.empty()) return {};
  return fail(invalid_form(std::move(findings)));
}

Status EvidenceDesk::check_room(const Standing& standing, std::uint64_t bytes) const {
  const auto& limits = parts_.limits;
  if (bytes > limits.file_bytes && !HEJIE_FAULT(any_size)) return fail(too_large(limits.file_bytes));
  std::uint64_t sum = bytes;
  for (const auto& item : standing.evidence) sum += item.bytes;
  if (standing.evidence.size() < limits.case_files && sum <= limits.case_bytes) return {};
  const std::string files = std::to_string(limits.case_files);
  const std::string mib = std::to_string(limits.case_bytes >> 20U);
  const Text why{"本案证据材料至多 " + files + " 个文件、共 " + mib + " MB，已达上限",
                 "a case may have " + files + " files of evidence, " + mib + " MiB together; that is reached"};
  return fail(Error{ErrorCode::too_large, why, {{"content", "case_full", why}}});
}

Result<std::unique_ptr<EvidenceUpload>> EvidenceDesk::begin(const Caller& caller, EvidenceGiven given) {
  TRY(const auto standing, may_add(caller, given));
  TRY_VOID(check_given(standing, given));
  TRY(const auto before, standing.snapshot->find_answer(caller.account, given.key.key));
  if (!before) TRY_VOID(check_room(standing, given.length.value_or(0)));
  if (parts_.store.health().read_only)
    return fail(ErrorCode::read_only,
                {"系统处于只读状态，暂时不能接收文件", "the store is read-only; no file is taken now"});
  auto upload = std::make_unique<EvidenceUpload::Parts>(*this, caller, std::move(given));
  {
    const std::lock_guard lock(counting_);
    if (coming_all_ >= parts_.limits.at_once || coming_[caller.account] >= parts_.limits.account_at_once)
      return fail(ErrorCode::too_many,
                  {"正在接收的文件过多，请稍后再试", "too many files are coming in; try again shortly"});
    ++coming_all_;
    ++coming_[caller.account];
    upload->counted = true;
  }
  TRY(upload->running, in_flight_.begin(caller, upload->given.key));
  TRY(upload->file, folder_.receive(upload->given.length.value_or(0)));
  return std::unique_ptr<EvidenceUpload>(new EvidenceUpload(std::move(upload)));
}

EvidenceUpload::Parts::Parts(EvidenceDesk& d, const Caller& c, EvidenceGiven g)
    : desk(d), caller(c), given(std::move(g)), probe(d.rules_, extension_of(shown_name(given.name))) {}

EvidenceUpload::Parts::~Parts() {
  if (!counted) return;
  const std::lock_guard lock(desk.counting_);
  --desk.coming_all_;
  if (--desk.coming_[caller.account] == 0) desk.coming_.erase(caller.account);
}

EvidenceUpload::EvidenceUpload(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
EvidenceUpload::~EvidenceUpload() = default;

Status EvidenceUpload::take(std::string_view piece) {
  const auto most = parts_->desk.parts_.limits.file_bytes;
  if (parts_->file->size() + piece.size() > most && !HEJIE_FAULT(any_size)) return fail(too_large(most));
  TRY_VOID(parts_->probe.take(piece));
  return parts_->file->take(piece);
}

Result<std::pair<StoredAnswer, bool>> EvidenceUpload::finish() {
  auto& file = *parts_->file;
  TRY_VOID(file.finish());
  TRY(const auto reader, file.read());
  TRY(parts_->type, parts_->probe.finish(file.size(), [&](std::uint64_t from, std::size_t length) {
    return reader->read_at(from, length);
  }));
  return parts_->desk.publish(*parts_);
}

/// The key of the file that holds this content already, when that file is sound.
Result<std::optional<std::string>> EvidenceDesk::key_of_file(storage::Snapshot& snapshot, const std::string& sha256) {
  storage::KeptFilter filter;
  filter.kind = {kEvidenceRow};
  filter.subject = {sha256};
  filter.page = {kPage, ""};
  do {
    TRY(const auto page, snapshot.list_kept(filter));
    std::vector<TextId> ids;
    for (const auto& row : page.items) ids.push_back(evidence_text_id(row.period));
    TRY(const auto texts, snapshot.texts(ids));
    for (const auto& text : texts) {
      const auto read = read_evidence_text(text.body);
      if (read && !read->key.empty()) return std::optional(read->key);
    }
    filter.page.cursor = page.next;
  } while (!filter.page.cursor.empty());
  return std::optional<std::string>();
}

/// The same content under another key.
Status EvidenceDesk::seal_again(const IncomingEvidence& file, const std::string& key,
                                std::unique_ptr<IncomingEvidence>& out) {
  TRY(const auto reader, file.read());
  TRY(auto copy, folder_.receive(file.size(), key));
  while (true) {
    TRY(const auto piece, reader->next());
    if (!piece) break;
    TRY_VOID(copy->take(*piece));
  }
  TRY_VOID(copy->finish());
  out = std::move(copy);
  return {};
}

Result<std::pair<StoredAnswer, bool>> EvidenceDesk::publish(EvidenceUpload::Parts& upload) {
  auto& given = upload.given;
  const IncomingEvidence& file = *upload.file;
  given.key.body_sha256 = crypto::sha256_hex(request_text(given, file.sha256()));
  const std::lock_guard lock(publishing_);
  TRY(auto standing, may_add(upload.caller, given));
  TRY(auto before, find_answer(*standing.snapshot, upload.caller, given.key));
  if (before) return std::pair{*std::move(before), true};
  TRY_VOID(check_given(standing, given));
  TRY_VOID(check_room(standing, file.size()));
  EvidenceText text{shown_name(given.name), given.note, file.key()};
  if (extension_of(text.name).empty()) text.name += "." + upload.type->extensions.front();
  TRY(const auto known, key_of_file(*standing.snapshot, file.sha256()));
  bool there = false;
  if (known) {
    const auto reader = folder_.read(file.sha256(), *known);
    there = reader && (*reader)->verify(file.sha256());
    // Lost or damaged: it is mended for all who hold that key.
    if (!there) TRY_VOID(seal_again(*upload.file, *known, upload.file));
  }
  return commit_evidence(upload, standing, std::move(text), known, there);
}

/// @param known key of others that name the same content. @param there: so does a sound file
Result<std::pair<StoredAnswer, bool>> EvidenceDesk::commit_evidence(EvidenceUpload::Parts& upload, Standing& standing,
                                                                    EvidenceText text,
                                                                    const std::optional<std::string>& known,
                                                                    bool there) {
  const auto& given = upload.given;
  auto& file = *upload.file;
  if (known) text.key = *known;
  storage::Commit commit;
  commit.recorded_at = parts_.clock.now();
  commit.recorded_by = upload.caller.account;
  engine::Act act;
  act.event = engine::kAddEvidence;
  act.on = to_bureau(commit.recorded_at).day;
  act.by = {standing.role, upload.caller.account, {}};
  act.party = given.party;
  const std::string id = parts_.ids.next("v");
  act.fields[engine::kEvidenceId] = id;
  act.fields[engine::kEvidenceHash] = file.sha256();
  act.fields[engine::kEvidenceBytes] = static_cast<std::int64_t>(file.size());
  act.fields[engine::kEvidenceType] = upload.type->id;
  act.fields[engine::kEvidenceKind] = given.kind;
  act.fields[engine::kEvidenceDay] = given.received_on.value_or(act.on);
  if (given.secondary) act.fields[engine::kEvidenceFile] = kSecondaryFile;
  commit.puts.emplace_back(storage::PutText{{evidence_text_id(id), given.case_id, write_evidence_text(text)}});
  commit.puts.emplace_back(storage::PutKept{
      {0, kEvidenceRow, file.sha256(), id, given.case_id, commit.recorded_at, upload.caller.account, 0, "{}"}});
  commit.puts.emplace_back(storage::PutAccess{{commit.recorded_at, upload.caller.account, given.address, "add_evidence",
                                               given.case_id.value + "/" + id, "ok", given.request_id}});
  storage::StoredEvent stored;
  stored.recorded_at = commit.recorded_at;
  stored.version = standing.item.version + 1;
  EvidenceItem item = item_of(stored, act);
  item.name = text.name;
  item.note = text.note;
  item.by_name = upload.caller.display_name;
  const StoredAnswer answer = given.answer(item);
  if (!there) TRY_VOID(folder_.keep(file));
  auto done = commit_act(upload.caller, standing, std::move(act), std::move(commit), given.key, answer);
  if (!done && !known) folder_.drop(file.sha256());
  return done;
}

/// The act goes into the log where the case stands now; who was quicker makes it stand elsewhere. @pre of the house
Result<std::pair<StoredAnswer, bool>> EvidenceDesk::commit_act(const Caller& caller, Standing& standing,
                                                               engine::Act act, storage::Commit commit,
                                                               const IdempotencyKey& key, const StoredAnswer& answer) {
  for (int i = 0; i < kAttempts; ++i) {
    TRY(const auto snapshot, parts_.store.snapshot());
    TRY(const auto item, snapshot->find_case(standing.item.id));
    SnapshotSource source(*snapshot, parts_.definitions, cache_, parts_.ids);
    TRY(const auto opened, source.open(standing.item.id));
    engine::CaseFile file = opened->file;
    act.version = item.version + 1;
    file.acts.push_back(act);
    storage::CaseChange change;
    change.id = standing.item.id;
    change.expected = item.version;
    change.events.emplace_back(act);
    const auto& calendar = *source.calendar();
    change.rows = make_rows({*opened->procedure, calendar}, file, calendar.hours().opening_minute());
    storage::Commit once = commit;
    once.cases.push_back(std::move(change));
    if (!key.key.empty()) once.idempotency = key_record(caller, key, std::nullopt, answer);
    const auto done = parts_.store.commit(std::move(once));
    if (done)
      return done->repeat && done->answer ? std::pair{from_stored(*done->answer), true} : std::pair{answer, false};
    if (done.error().code != ErrorCode::conflict) return fail(Error(done.error()));
  }
  return fail(ErrorCode::unavailable,
              {"案件正被频繁改动，请稍后再试", "the case changes too quickly; try again shortly"});
}

/// Names of files, of people, and why something was withdrawn.
Status EvidenceDesk::fill_in(storage::Snapshot& snapshot, std::vector<EvidenceItem>& items,
                             const std::map<std::string, TextId>& why) {
  std::vector<TextId> ids;
  for (const auto& item : items) ids.push_back(evidence_text_id(item.id));
  for (const auto& [id, reason] : why) ids.push_back(reason);
  TRY(const auto texts, snapshot.texts(ids));
  std::map<TextId, std::string> bodies;
  for (const auto& text : texts) bodies[text.id] = text.body;
  std::map<std::string, std::string> names;
  const auto name_of = [&](const std::string& account) {
    auto [name, fresh] = names.try_emplace(account);
    if (!fresh || account.empty()) return name->second;
    if (const auto found = snapshot.find_account(AccountId(account)); found && *found)
      name->second = (*found)->display_name.empty() ? (*found)->username : (*found)->display_name;
    return name->second;
  };
  for (auto& item : items) {
    const auto body = bodies.find(evidence_text_id(item.id));
    item.erased = body == bodies.end();
    if (!item.erased) {
      TRY(const auto text, read_evidence_text(body->second));
      item.name = text.name;
      item.note = text.note;
    }
    item.by_name = name_of(item.by.value);
    if (!item.withdrawn) continue;
    item.withdrawn_by = name_of(item.withdrawn_by);
    const auto reason = why.find(item.id);
    if (reason != why.end() && bodies.contains(reason->second)) item.withdrawn_why = bodies[reason->second];
  }
  return {};
}

Result<EvidenceList> EvidenceDesk::list(const Caller& caller, const CaseId& id) {
  TRY(auto standing, stand(caller, id, false));
  EvidenceList out;
  const bool any = std::ranges::any_of(standing.evidence, &EvidenceItem::secondary);
  if (any) {
    TRY(const bool open, reads_secondary(caller, standing));
    out.secondary_hidden = !open;
  }
  for (auto& item : standing.evidence)
    if (!item.secondary || !out.secondary_hidden) out.items.push_back(std::move(item));
  TRY_VOID(fill_in(*standing.snapshot, out.items, standing.why));
  EvidenceGiven asked;
  asked.case_id = id;
  out.may_add = standing.item.summary.phase != engine::Phase::final && may_add(caller, asked).has_value();
  return out;
}

Result<EvidenceContent> EvidenceDesk::content(const Caller& caller, const CaseId& id, const std::string& evidence) {
  TRY(auto standing, stand(caller, id, false));
  const auto item = std::ranges::find(standing.evidence, evidence, &EvidenceItem::id);
  if (item == standing.evidence.end()) return fail(no_evidence());
  if (item->secondary) {
    TRY(const bool open, reads_secondary(caller, standing));
    if (!open) return fail(secondary_closed());
  }
  TRY(const auto texts, standing.snapshot->texts({evidence_text_id(evidence)}));
  if (texts.empty())
    return fail(ErrorCode::not_found, {"保管期限已满，这份材料已销毁", "its retention has ended and it was erased"});
  TRY(const auto text, read_evidence_text(texts.front().body));
  const auto* type = rules_.find_type(item->type);
  EvidenceContent out{text.name, type == nullptr ? "application/octet-stream" : type->media, {}};
  auto reader = folder_.read(item->sha256, text.key);
  if (reader) {
    if (auto sound = (*reader)->verify(item->sha256); !sound) reader = std::unexpected(sound.error());
  }
  if (!reader) {
    Error error = std::move(reader).error();
    const bool gone = error.code == ErrorCode::not_found;
    error.code = ErrorCode::corrupt;
    error.findings = {{"/evidence/" + evidence, gone ? kEvidenceMissing : kEvidenceDamaged, error.message}};
    return fail(std::move(error));
  }
  out.bytes = std::move(*reader);
  return out;
}

Result<std::pair<StoredAnswer, bool>> EvidenceDesk::withdraw(const Caller& caller, const WithdrawEvidence& command) {
  TRY(auto standing, stand(caller, command.case_id, true));
  TRY(auto before, find_answer(*standing.snapshot, caller, command.key));
  if (before) return std::pair{*std::move(before), true};
  const auto item = std::ranges::find(standing.evidence, command.id, &EvidenceItem::id);
  if (item == standing.evidence.end()) return fail(no_evidence());
  const bool theirs = item->by == caller.account || standing.item.summary.handler == caller.account;
  if (!theirs && !is_head(caller))
    return fail(ErrorCode::forbidden, {"由登记人、承办人或者负责人撤回",
                                       "It is withdrawn by who entered it, who handles the case, or a head"});
  std::vector<Finding> findings;
  if (item->withdrawn) findings.push_back(bad_value("", {"已经撤回", "it has been withdrawn already"}));
  if (command.reason.empty() || command.reason.size() > kMostReason)
    findings.push_back(bad_value("/reason", {"须填写，至多 4000 字节", "is required, at most 4000 bytes"}));
  if (!findings.empty()) return fail(invalid_form(std::move(findings)));
  storage::Commit commit;
  commit.recorded_at = parts_.clock.now();
  commit.recorded_by = caller.account;
  engine::Act act;
  act.event = engine::kWithdrawEvidence;
  act.on = to_bureau(commit.recorded_at).day;
  act.by = {caller.roles.empty() ? "" : caller.roles.front(), caller.account, {}};
  act.fields[engine::kEvidenceId] = command.id;
  act.reason = TextId(parts_.ids.next("t"));
  commit.puts.emplace_back(storage::PutText{{act.reason, command.case_id, command.reason}});
  commit.puts.emplace_back(storage::PutAccess{{commit.recorded_at, caller.account, command.address, "withdraw_evidence",
                                               command.case_id.value + "/" + command.id, "ok", command.request_id}});
  std::vector<EvidenceItem> one{*item};
  TRY_VOID(fill_in(*standing.snapshot, one, {}));
  one.front().withdrawn = true;
  one.front().withdrawn_on = act.on;
  one.front().withdrawn_by = caller.display_name;
  one.front().withdrawn_why = command.reason;
  const StoredAnswer answer = command.answer(one.front());
  return commit_act(caller, standing, std::move(act), std::move(commit), command.key, answer);
}

Status EvidenceDesk::forget(const CaseId& id) {
  const std::lock_guard lock(publishing_);
  TRY(const auto snapshot, parts_.store.snapshot());
  TRY(const auto history, snapshot->history(id));
  for (const auto& stored : history) {
    const auto* act = std::get_if<engine::Act>(&stored.event);
    if (act == nullptr || !engine::is_evidence(*act) || act->event != engine::kAddEvidence) continue;
    const std::string sha256 = evidence_field(*act, engine::kEvidenceHash);
    TRY(const auto key, key_of_file(*snapshot, sha256));
    if (!key) folder_.drop(sha256);
  }
  return {};
}

Result<int> EvidenceDesk::sweep(const std::atomic<bool>& stopping) {
  int gone = 0;
  for (const auto& sha256 : folder_.all()) {
    if (stopping) break;
    const std::lock_guard lock(publishing_);
    TRY(const auto snapshot, parts_.store.snapshot());
    TRY(const auto key, key_of_file(*snapshot, sha256));
    if (key) continue;
    folder_.drop(sha256);
    ++gone;
  }
  return gone;
}

}  // namespace hejie::app
