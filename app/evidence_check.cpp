#include "app/evidence_check.h"

#include <filesystem>
#include <map>
#include <optional>

#include "app/evidence_folder.h"
#include "app/evidence_text.h"

namespace hejie::app {
namespace {

constexpr int kPage = 500;

struct Sealed {
  bool erased = false;
  std::optional<std::string> key;  ///< empty: it cannot be read here
};

Result<Sealed> sealed_of(storage::Snapshot& snapshot, const std::string& id) {
  const auto texts = snapshot.texts({evidence_text_id(id)});
  if (!texts && texts.error().code == ErrorCode::io) return Sealed{};  // no key file here
  if (!texts) return fail(Error(texts.error()));
  if (texts->empty()) return Sealed{true, {}};
  TRY(auto text, read_evidence_text(texts->front().body));
  return Sealed{false, std::move(text.key)};
}

std::optional<Error> fault_of(const EvidenceFolder& folder, const std::string& sha256, const Sealed& sealed) {
  std::error_code failed;
  const Error gone{
      ErrorCode::not_found,
      {"登记的证据文件不在存储中，请从备份中找回", "the file of this evidence is not there; take it from a backup"}};
  if (!sealed.key) return std::filesystem::exists(folder.path_of(sha256), failed) ? std::nullopt : std::optional(gone);
  const auto reader = folder.read(sha256, *sealed.key);
  if (!reader && reader.error().code == ErrorCode::not_found) return gone;
  if (!reader) return reader.error();
  const auto sound = (*reader)->verify(sha256);
  return sound ? std::nullopt : std::optional(sound.error());
}

}  // namespace

Result<EvidenceReport> check_evidence(storage::Store& store, const std::string& data,
                                      const std::vector<NamedEvidence>& named) {
  EvidenceReport report;
  const EvidenceFolder folder(data + "/" + kEvidenceFolder);
  std::map<std::string, std::optional<Error>> seen;
  TRY(const auto snapshot, store.snapshot());
  for (const auto& one : named) {
    TRY(const auto sealed, sealed_of(*snapshot, one.id));
    if (sealed.erased) continue;
    if (!EvidenceFolder::is_hash(one.sha256)) continue;  // the log itself is wrong then, and said to be
    auto [fault, fresh] = seen.try_emplace(one.sha256);
    if (fresh) {
      ++report.files;
      fault->second = fault_of(folder, one.sha256, sealed);
    }
    if (!fault->second) continue;
    const bool gone = fault->second->code == ErrorCode::not_found;
    report.findings.push_back({"/cases/" + one.case_id.value + "/evidence/" + one.id,
                               gone ? "evidence_missing" : "evidence_damaged", fault->second->message});
  }
  return report;
}

Result<long long> count_missing_evidence(storage::Store& store, const std::string& data) {
  const EvidenceFolder folder(data + "/" + kEvidenceFolder);
  TRY(const auto snapshot, store.snapshot());
  storage::KeptFilter filter;
  filter.kind = {kEvidenceRow};
  filter.page = {kPage, ""};
  long long missing = 0;
  do {
    TRY(const auto page, snapshot->list_kept(filter));
    for (const auto& row : page.items) {
      std::error_code failed;
      if (!EvidenceFolder::is_hash(row.subject) || std::filesystem::exists(folder.path_of(row.subject), failed))
        continue;
      TRY(const auto sealed, sealed_of(*snapshot, row.period));
      if (!sealed.erased) ++missing;
    }
    filter.page.cursor = page.next;
  } while (!filter.page.cursor.empty());
  return missing;
}

}  // namespace hejie::app
