#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/rules_in_use.h"
#include "crypto/sha256.h"
#include "json/json.h"
#include "resources/resources.h"

namespace hejie::app {
namespace {

using Json = nlohmann::ordered_json;
using Hashes = std::map<std::string, std::string>;

constexpr const char* kMark = "rules_in_use";

std::string hash_of_all(const Hashes& hashes) {
  std::string all;
  for (const auto& [path, hash] : hashes) all += hash + ' ' + path + '\n';
  return crypto::sha256_hex(all);
}

struct Kept {
  Hashes files;
  RulesInUse state;
};

Kept read_kept(const std::string& text) {
  Kept out;
  const auto parsed = json::parse(text);
  if (!parsed || !parsed->is_object() || !parsed->contains("files")) return out;  // as if served for the first time
  for (const auto& [path, hash] : (*parsed)["files"].items())
    if (hash.is_string()) out.files[path] = hash.get<std::string>();
  out.state.sha256 = parsed->value("sha256", "");
  out.state.since = Instant{parsed->value("since_ms", std::int64_t{0})};
  for (const auto& path : parsed->value("changed", Json::array()))
    if (path.is_string()) out.state.changed.push_back(path.get<std::string>());
  return out;
}

std::string write_kept(const Hashes& files, const RulesInUse& state) {
  return json::dump(
      Json{{"sha256", state.sha256}, {"since_ms", state.since.ms}, {"changed", state.changed}, {"files", files}});
}

std::vector<std::string> differing(const Hashes& before, const Hashes& now) {
  std::vector<std::string> out;
  for (const auto& [path, hash] : now) {
    const auto known = before.find(path);
    if (known == before.end() || known->second != hash) out.push_back(path);
  }
  for (const auto& [path, hash] : before)
    if (!now.contains(path)) out.push_back(path);
  return out;
}

}  // namespace

Hashes hashes_of(const std::vector<definition::SourceFile>& files) {
  Hashes out;
  for (const auto& file : files) out[file.path] = crypto::sha256_hex(file.text);
  return out;
}

Result<std::vector<definition::SourceFile>> rule_files(const Definitions& definitions) {
  constexpr const char* kDocuments = "workflows/documents/";  // the one folder that is filled up from the program
  const auto& settings = definitions.settings();
  TRY(auto files, Definitions::files_of(settings.workflows_dir));
  if (!settings.workflows_dir.empty()) {
    for (const auto& shipped : resources::under(kDocuments)) {
      const bool own = std::ranges::find(files, shipped.path, &definition::SourceFile::path) != files.end();
      if (shipped.path.ends_with(".json") && !own)
        files.push_back({std::string(shipped.path), std::string(shipped.bytes)});
    }
  }
  for (const auto& overlay : settings.overlay_files) {
    const bool known = std::ranges::find(files, overlay.path, &definition::SourceFile::path) != files.end();
    if (!known) files.push_back(overlay);
  }
  return files;
}

Result<RulesInUse> take_rules(storage::Store& store, const Clock& machine,
                              const std::vector<definition::SourceFile>& files) {
  const Hashes now = hashes_of(files);
  std::optional<std::string> text;
  {
    TRY(const auto snapshot, store.snapshot());
    TRY(text, snapshot->mark(kMark));
  }
  const Kept before = text ? read_kept(*text) : Kept{};
  RulesInUse state{hash_of_all(now), machine.now(), {}};
  if (before.state.sha256 == state.sha256) return before.state;
  if (!before.files.empty()) state.changed = differing(before.files, now);
  storage::Commit commit;
  commit.recorded_at = state.since;
  const auto note = [&](const char* action, const std::string& object, const std::string& result) {
    commit.puts.emplace_back(storage::PutAccess{{state.since, AccountId("u_local"), "", action, object, result, ""}});
  };
  for (const auto& path : state.changed) {
    const auto there = now.find(path);
    note("rule_changed", path, there == now.end() ? "gone" : there->second);
  }
  note("rules_in_use", state.sha256, state.changed.empty() ? "ok" : "changed");
  commit.puts.emplace_back(storage::PutMark{kMark, write_kept(now, state)});
  if (auto done = store.commit(std::move(commit)); !done) return fail(Error(done.error()));
  return state;
}

}  // namespace hejie::app
