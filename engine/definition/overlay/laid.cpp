#include "engine/definition/overlay/laid.h"

#include <algorithm>

#include "engine/definition/overlay/merge.h"
#include "engine/definition/read/context.h"

namespace hejie::definition {
namespace {

/// What was not told before: the same overlay is read for several days.
void add_new(const Findings& more, Findings& findings) {
  for (const auto& finding : more)
    if (std::find(findings.begin(), findings.end(), finding) == findings.end()) findings.push_back(finding);
}

void tell_unknown_procedures(std::span<const Overlay> overlays, const std::vector<std::string>& known,
                             Findings& findings) {
  for (const auto& overlay : overlays)
    for (const auto& change : overlay.changes) {
      if (change.path.empty() || std::find(known.begin(), known.end(), change.procedure) != known.end()) continue;
      findings.push_back({Severity::error, "overlay_path", change.file, change.pointer + "/at",
                          say("没有程序“{}”", "there is no procedure \"{}\"", change.procedure) +
                              suggestion(change.procedure, known)});
    }
}

}  // namespace

void LaidSet::take(const ProcedureFolder& folder, Digest digest, std::span<const Overlay> overlays) {
  // National text that does not read is told as it is; nothing is laid over it.
  ReadProcedure plain = read_procedure(folder.files, library_, digest);
  add_new(plain.findings, findings_);
  if (plain.procedure == nullptr) return;
  std::vector<Date> days = definition::days_of_change(overlays, plain.procedure->id);
  days_.insert(days.begin(), days.end());
  std::optional<Date> from;
  for (std::size_t i = 0; i <= days.size(); ++i) {
    const auto last = i < days.size() ? std::optional(days[i] + -1) : std::nullopt;
    ReadLaid laid = read_laid(folder.files, library_, digest, overlays, last ? *last : from.value_or(Date{}));
    add_new(laid.read.findings, findings_);
    if (laid.read.procedure != nullptr) all_.push_back({{from, last}, std::move(laid.read)});
    if (last) from = days[i];
  }
}

LaidSet LaidSet::read(std::span<const SourceFile> files, const Library& library, Digest digest,
                      std::span<const Overlay> overlays) {
  LaidSet out;
  out.library_ = with_instruments(library, overlays);
  std::vector<std::string> known;
  for (const auto& folder : procedure_folders(files)) {
    known.push_back(folder.folder.substr(folder.folder.rfind('/') + 1));
    out.take(folder, digest, overlays);
  }
  tell_unknown_procedures(overlays, known, out.findings_);
  return out;
}

engine::ProcedurePtr LaidSet::procedure(std::string_view id, Date on_day) const {
  for (const auto& dated : all_)
    if (dated.read.procedure->id == id && dated.days.holds(on_day)) return dated.read.procedure;
  return nullptr;
}

engine::ProcedurePtr LaidSet::by_sha256(std::string_view sha256) const {
  for (const auto& dated : all_)
    if (dated.read.procedure->sha256 == sha256) return dated.read.procedure;
  return nullptr;
}

std::optional<std::string> LaidSet::text_of(std::string_view sha256) const {
  for (const auto& dated : all_)
    if (dated.read.procedure->sha256 == sha256) return dated.read.text;
  return std::nullopt;
}

std::vector<engine::ProcedurePtr> LaidSet::newest() const {
  std::vector<engine::ProcedurePtr> out;
  for (const auto& dated : all_)
    if (!dated.days.to) out.push_back(dated.read.procedure);
  return out;
}

std::vector<std::string> LaidSet::texts() const {
  std::vector<std::string> out;
  for (const auto& dated : all_) out.push_back(dated.read.text);
  return out;
}

}  // namespace hejie::definition
