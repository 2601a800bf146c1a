#include "engine/definition/registry.h"

#include <algorithm>

namespace hejie::definition {
namespace {

/// "workflows/cn/mediation" of "workflows/cn/mediation/events.json"; empty when the file is not of a procedure.
std::string folder_of(std::string_view path) {
  const auto file = path.rfind('/');
  if (file == std::string_view::npos || !path.ends_with(".json")) return {};
  const std::string_view folder = path.substr(0, file);
  const auto name = folder.rfind('/');
  if (name == std::string_view::npos) return {};
  const std::string_view above = folder.substr(0, name);
  const bool national = above == "cn" || above.ends_with("/cn");
  return national && !above.ends_with("calendars/cn") ? std::string(folder) : std::string{};
}

const ReadProcedure* find(const std::vector<ReadProcedure>& list, std::string_view sha256) {
  for (const auto& read : list)
    if (read.procedure != nullptr && read.procedure->sha256 == sha256) return &read;
  return nullptr;
}

void tell_same_id(const std::vector<ReadProcedure>& all, const ReadProcedure& next, Findings& findings) {
  for (const auto& other : all) {
    if (other.procedure == nullptr || next.procedure == nullptr || other.procedure->id != next.procedure->id) continue;
    if (other.procedure->version != next.procedure->version) continue;
    findings.push_back({Severity::error,
                        "duplicate",
                        next.files.empty() ? std::string{} : next.files.begin()->second,
                        "/procedure",
                        {"程序“" + next.procedure->id + "”的这个版本出现两次",
                         "this version of the procedure \"" + next.procedure->id + "\" is there twice"}});
  }
}

}  // namespace

std::vector<ProcedureFolder> procedure_folders(std::span<const SourceFile> files) {
  std::map<std::string, ProcedureFolder> folders;
  for (const auto& file : files) {
    const std::string folder = folder_of(file.path);
    if (folder.empty()) continue;
    folders[folder].folder = folder;
    folders[folder].files.push_back(file);
  }
  std::vector<ProcedureFolder> out;
  for (auto& [name, folder] : folders) out.push_back(std::move(folder));
  return out;
}

Definitions Definitions::read(std::span<const SourceFile> files, Digest digest) {
  Definitions out;
  out.digest_ = digest;
  out.library_ = read_library(files, out.findings_);
  for (const auto& folder : procedure_folders(files)) {
    ReadProcedure read = read_procedure(folder.files, out.library_, digest);
    out.findings_.insert(out.findings_.end(), read.findings.begin(), read.findings.end());
    tell_same_id(out.all_, read, out.findings_);
    out.all_.push_back(std::move(read));
  }
  return out;
}

engine::ProcedurePtr Definitions::procedure(std::string_view id, Date) const {
  engine::ProcedurePtr newest;
  for (const auto& read : all_) {
    if (read.procedure == nullptr || read.procedure->id != id) continue;
    if (newest == nullptr || newest->version < read.procedure->version) newest = read.procedure;
  }
  return newest;
}

engine::ProcedurePtr Definitions::by_sha256(std::string_view sha256) const {
  if (const auto* read = find(all_, sha256)) return read->procedure;
  if (const auto* read = find(adopted_, sha256)) return read->procedure;
  return nullptr;
}

std::optional<std::string> Definitions::text_of(std::string_view sha256) const {
  if (const auto* read = find(all_, sha256)) return read->text;
  if (const auto* read = find(adopted_, sha256)) return read->text;
  return std::nullopt;
}

Status Definitions::adopt(const std::string& text) {
  const std::vector<SourceFile> files{{"pinned definition", text}};
  // An overlay's own instruments need not be here any more; the citations stay as they were read when it was laid.
  Library kept = library_;
  kept.instruments.clear();
  ReadProcedure read = read_procedure(files, kept, digest_);
  if (read.procedure == nullptr) {
    std::vector<Finding> findings;
    for (auto& finding : read.findings)
      findings.push_back({finding.path, std::move(finding.check), std::move(finding.message)});
    return fail(ErrorCode::invalid, {"所存的程序定义无法读取", "a stored definition does not read"},
                std::move(findings));
  }
  if (by_sha256(read.procedure->sha256) == nullptr) adopted_.push_back(std::move(read));
  return {};
}

}  // namespace hejie::definition
