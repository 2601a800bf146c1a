#include "engine/definition/reviewed.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/definition/diff/parts.h"
#include "engine/definition/node.h"
#include "engine/definition/overlay/overlay.h"
#include "engine/definition/read/say.h"

namespace hejie::definition {
namespace {

/// FNV-1a: it tells changes apart, it keeps no one out.
std::string digest_of_lines(const std::vector<std::string>& lines) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const auto& line : lines)
    for (const char c : line + "\n") hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return fmt::format("{:016x}", hash);
}

std::string digest_of(const Part& part) {
  std::vector<std::string> lines;
  for (const auto& aspect : part.aspects) {
    lines.push_back(aspect.path + " " + aspect.label.en);
    lines.push_back(aspect.key);
  }
  return digest_of_lines(lines);
}

std::string days_of(const DaySpan& span) {
  return (span.from ? format_date(*span.from) : "") + ".." + (span.to ? format_date(*span.to) : "");
}

/// The place of each change; two of one place hold in different days.
std::vector<std::string> ids_of(const Overlay& overlay) {
  std::vector<std::string> out;
  for (const auto& change : overlay.changes) {
    const bool again = std::find(out.begin(), out.end(), change.at) != out.end();
    out.push_back(again ? change.at + " " + days_of(change.valid) : change.at);
  }
  return out;
}

std::string digest_of(const OverlayChange& change) {
  return digest_of_lines({std::to_string(static_cast<int>(change.op)), change.expect ? to_text(*change.expect) : "",
                          change.value ? to_text(*change.value) : "", Words::cites_key(change.cite),
                          days_of(change.valid)});
}

}  // namespace

std::map<std::string, std::string> digests_of(const engine::Procedure& procedure) {
  std::map<std::string, std::string> out;
  for (const auto& part : parts_of(procedure, nullptr)) out[part.id] = digest_of(part);
  return out;
}

std::map<std::string, std::string> digests_of(const Overlay& overlay) {
  std::map<std::string, std::string> out;
  std::vector<std::string> head{days_of(overlay.valid), Words::cites_key(overlay.cite), overlay.over, overlay.region};
  head.insert(head.end(), overlay.deadlines.begin(), overlay.deadlines.end());
  out["head"] = digest_of_lines(head);
  const auto ids = ids_of(overlay);
  for (std::size_t i = 0; i < ids.size(); ++i) out[ids[i]] = digest_of(overlay.changes[i]);
  return out;
}

void compare_reviewed(const Reviewed& reviewed, const Overlay& overlay, Findings& findings) {
  const auto record = reviewed.find("overlay " + overlay.id);
  if (record == reviewed.end()) return;
  auto then = record->second;
  const auto tell = [&](const std::string& pointer, const std::string& part) {
    findings.push_back({Severity::warning, "reviewed", overlay.file, pointer,
                        say("“{}”与审核时不同，请复核", "\"{}\" is not as it was reviewed; read it again", part)});
  };
  const auto now = digests_of(overlay);
  if (then["head"] != now.at("head")) tell("", overlay.id);
  then.erase("head");
  const auto ids = ids_of(overlay);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (then[ids[i]] != now.at(ids[i])) tell(overlay.changes[i].pointer, ids[i]);
    then.erase(ids[i]);
  }
  for (const auto& [id, digest] : then) tell("/changes", id);
}

std::optional<Reviewed> reviewed_of(std::span<const SourceFile> files, Findings& findings) {
  for (const auto& file : files) {
    if (!file.path.ends_with("laws/reviewed.json")) continue;
    const std::size_t before = findings.size();
    const Node root = parse_file(file, findings);
    if (findings.size() != before) return std::nullopt;
    Reviewed out;
    for (const auto& [procedure, parts] : root.members)
      for (const auto& [part, digest] : parts.members) out[procedure][part] = digest.string;
    return out;
  }
  return std::nullopt;
}

std::string reviewed_text(std::span<const ReadProcedure> procedures, std::span<const Overlay> overlays) {
  Reviewed all;
  for (const auto& read : procedures)
    if (read.procedure != nullptr) all[read.procedure->id] = digests_of(*read.procedure);
  for (const auto& overlay : overlays) all["overlay " + overlay.id] = digests_of(overlay);
  std::string out = "{";
  for (const auto& [procedure, parts] : all) {
    out += fmt::format("{}\n  \"{}\": {{", out.size() > 1 ? "," : "", procedure);
    bool first = true;
    for (const auto& [part, digest] : parts) {
      out += fmt::format("{}\n    \"{}\": \"{}\"", first ? "" : ",", part, digest);
      first = false;
    }
    out += "}";
  }
  return out + "\n}\n";
}

}  // namespace hejie::definition
