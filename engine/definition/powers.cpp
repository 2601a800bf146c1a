#include "engine/definition/powers.h"

#include <functional>

#include "engine/definition/read/context.h"
#include "engine/definition/read/fields.h"

namespace hejie::definition {
namespace {

ProcedurePowers::Lists read_lists(Context& context, Fields& fields, const char* key) {
  ProcedurePowers::Lists out;
  const Node* node = fields.find(key);
  if (node == nullptr) return out;
  Fields lists(context, *node);
  for (const auto& [id, list] : node->members)
    for (const auto& each : lists.strings(id)) out[id].insert(each);
  return out;
}

CourseStage read_stage(Context& context, const Node& node) {
  Fields fields(context, node);
  CourseStage out;
  for (const auto& act : fields.strings("stays")) out.acts[""].insert(act);
  for (const auto& term : fields.strings("terms")) out.terms.insert(term);
  out.tells = fields.string("tells");
  for (auto& [state, acts] : read_lists(context, fields, "to")) out.acts[state].merge(acts);
  return out;
}

void read_course(Context& context, const Node& node, ProcedurePowers& powers) {
  for (const auto& [state, stage] : node.members) powers.course[state] = read_stage(context, stage);
}

PartyStanding read_party(Context& context, const Node& node) {
  Fields fields(context, node);
  PartyStanding out;
  out.number = fields.string("number");
  for (const auto& kind : fields.strings("who")) out.who.insert(kind);
  for (const auto& act : fields.strings("acts")) out.acts.insert(act);
  for (const auto& document : fields.strings("gets")) out.gets.insert(document);
  return out;
}

void read_parties(Context& context, const Node& node, ProcedurePowers& powers) {
  for (const auto& [who, party] : node.members) powers.parties[who] = read_party(context, party);
}

ProcedurePowers read_powers(Context& context, const Node& node) {
  Fields fields(context, node);
  ProcedurePowers out;
  out.records = read_lists(context, fields, "records");
  out.approves = read_lists(context, fields, "approves");
  out.returns = read_lists(context, fields, "returns");
  out.ends = read_lists(context, fields, "ends");
  if (const Node* officers = fields.find("officers")) {
    Fields numbers(context, *officers);
    for (const auto& [event, number] : officers->members) out.officers[event] = numbers.integer(event, 2, 2, 9);
  }
  return out;
}

void add(ProcedurePowers::Lists& to, const ProcedurePowers::Lists& from) {
  for (const auto& [key, list] : from) to[key].insert(list.begin(), list.end());
}

void add(ProcedurePowers& to, const ProcedurePowers& from) {
  add(to.records, from.records);
  add(to.approves, from.approves);
  add(to.returns, from.returns);
  add(to.ends, from.ends);
  to.officers.insert(from.officers.begin(), from.officers.end());
  for (const auto& [state, stage] : from.course) {
    add(to.course[state].acts, stage.acts);
    to.course[state].terms.insert(stage.terms.begin(), stage.terms.end());
    if (!stage.tells.empty()) to.course[state].tells = stage.tells;
  }
}

using ReadTable = std::function<void(const Node&, ProcedurePowers&)>;

/// Each procedure of a file, and what the overlays add to it.
void for_each_table(const Node& root, Powers& powers, const ReadTable& read) {
  for (const auto& [key, node] : root.members) {
    if (key != "overlays") {
      read(node, powers.procedures[key]);
      continue;
    }
    for (const auto& [overlay, procedures] : node.members)
      for (const auto& [procedure, table] : procedures.members) read(table, powers.overlays[overlay][procedure]);
  }
}

}  // namespace

std::optional<ProcedurePowers> powers_in(const Powers& powers, std::string_view procedure,
                                         std::span<const std::string> overlays) {
  const auto national = powers.procedures.find(procedure);
  if (national == powers.procedures.end()) return std::nullopt;
  ProcedurePowers out = national->second;
  for (const auto& label : overlays) {
    const auto overlay = powers.overlays.find(label.substr(0, label.find('@')));
    if (overlay == powers.overlays.end()) return std::nullopt;
    if (const auto own = overlay->second.find(procedure); own != overlay->second.end()) add(out, own->second);
  }
  return out;
}

std::optional<Powers> powers_of(std::span<const SourceFile> files, Findings& findings) {
  const Library none;
  Context context(none, findings);
  const std::size_t before = findings.size();
  std::optional<Powers> out;
  for (const auto& file : files)
    if (file.path.ends_with("roles/powers.json"))
      for_each_table(parse_file(file, findings), out.emplace(),
                     [&](const Node& node, ProcedurePowers& powers) { powers = read_powers(context, node); });
  for (const auto& file : files) {
    if (!out) break;
    if (file.path.ends_with("roles/course.json"))
      for_each_table(parse_file(file, findings), *out,
                     [&](const Node& node, ProcedurePowers& powers) { read_course(context, node, powers); });
    if (file.path.ends_with("roles/parties.json"))
      for_each_table(parse_file(file, findings), *out,
                     [&](const Node& node, ProcedurePowers& powers) { read_parties(context, node, powers); });
  }
  if (findings.size() != before) return std::nullopt;
  return out;
}

}  // namespace hejie::definition
