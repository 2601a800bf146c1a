#include "engine/definition/reader.h"

#include <algorithm>

#include "engine/definition/overlay/merge.h"
#include "engine/definition/read/condition.h"
#include "engine/definition/read/merge.h"
#include "engine/definition/read/sections.h"

namespace hejie::definition {
namespace {

const std::vector<std::string> kKinds{"worker", "employer", "relative", "organ", "other"};

struct Section {
  std::string_view key;
  std::optional<Name> names;  ///< the names its keys give
  void (*read)(Context&, const Node&);
};

void take_lets(Context& context, const Node& section) {
  for (const auto& [id, node] : section.members) {
    check_id(context, node, id);
    context.let_nodes[id] = &node;
  }
  read_lets(context);
}

// In reading order: each relies on those above it.
constexpr Section kSections[] = {
    {"parties", Name::case_role, read_parties},
    {"facts", Name::fact, read_facts},
    {"standings", Name::standing, read_standings},
    {"items", std::nullopt, read_items},
    {"switches", Name::switch_, read_switches},
    {"states", Name::state, read_states},
    {"let", Name::let, take_lets},
    {"documents", Name::document, read_documents},
    {"links", Name::link, read_links},
    {"service", Name::service, read_service},
    {"classify", std::nullopt, read_classify},
    {"holds", Name::hold, read_holds},
    {"events", Name::event, read_events},
    {"automatic", Name::automatic, read_automatic},
    {"clocks", Name::clock, read_clocks},
};
constexpr std::string_view kHeader[] = {"procedure", "version", "name", "cite", "number", "overlays"};

void keys_of(const Node* node, std::vector<std::string>& out) {
  if (node == nullptr) return;
  for (const auto& [key, child] : node->members) out.push_back(key);
}

void collect_roles(Context& context) {
  for (const auto& role : context.library.roles) {
    if (role.kind == RoleClass::staff) context.names(Name::staff_role).push_back(role.id);
    if (role.kind == RoleClass::outside) context.names(Name::actor).push_back(role.id);
  }
  auto& recorders = context.names(Name::recorder);
  recorders = context.names(Name::staff_role);
  recorders.insert(recorders.end(), {"clock", "link"});
}

void collect_kinds(Context& context) {
  context.names(Name::kind) = kKinds;
  auto& both = context.names(Name::party);
  both = context.names(Name::case_role);
  both.insert(both.end(), kKinds.begin(), kKinds.end());
  auto& actors = context.names(Name::actor);
  actors.insert(actors.end(), both.begin(), both.end());
}

void collect_names(Context& context, const Node& root) {
  for (const auto& section : kSections)
    if (section.names) keys_of(root.find(section.key), context.names(*section.names));
  context.names(Name::link).emplace_back("origin");
  if (const Node* items = root.find("items")) {
    keys_of(items->find("kinds"), context.names(Name::item_kind));
    keys_of(items->find("outcomes"), context.names(Name::item_outcome));
  }
  for (const auto& ladder : context.library.ladders) context.names(Name::ladder).push_back(ladder.id);
  collect_roles(context);
  collect_kinds(context);
}

void tell_unknown_sections(Context& context, const Node& root) {
  std::vector<std::string> known(std::begin(kHeader), std::end(kHeader));
  for (const auto& section : kSections) known.emplace_back(section.key);
  for (const auto& [key, node] : root.members) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    context.error(node, "unknown_key",
                  say("此处没有键“{}”", "there is no key \"{}\" here", key) + suggestion(key, known));
  }
}

/// $handler of the ladders: the staff role that records most events.
std::string handler_of(const Context& context) {
  std::vector<std::pair<std::string, int>> counts;
  for (const auto& event : context.procedure.events)
    for (const auto& role : event.by) {
      if (role == "clock" || role == "link") continue;
      const auto it = std::find_if(counts.begin(), counts.end(), [&](const auto& c) { return c.first == role; });
      if (it == counts.end())
        counts.emplace_back(role, 1);
      else
        ++it->second;
    }
  const auto most =
      std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == counts.end() ? std::string{} : most->first;
}

void read_sections(Context& context, const Node& root) {
  for (const auto& section : kSections) {
    const Node* node = root.find(section.key);
    if (section.key == "clocks") context.handler = handler_of(context);
    if (node == nullptr) continue;
    if (node->is(Node::Kind::object))
      section.read(context, *node);
    else
      wrong_type(context, *node, {"对象 {…}", "an object {...}"});
  }
  if (const Node* holds = root.find("holds")) fill_hold_lives(context, *holds);
  for (const std::string_view key : {"states", "events", "parties"})
    if (root.find(key) == nullptr)
      context.error(root, "missing_key", say("缺少键“{}”", "the key \"{}\" is missing", key));
}

/// "cn-zj@1" for each overlay laid. The key is written by the merging, and kept with the text a case is pinned to.
void read_overlay_names(Context& context, const Node& root) {
  const Node* overlays = root.find("overlays");
  if (overlays == nullptr) return;
  for (const auto& overlay : overlays->items) {
    const Node* id = overlay.find("id");
    const Node* version = overlay.find("version");
    if (id == nullptr || version == nullptr || !version->is(Node::Kind::integer)) {
      context.error(overlay, "missing_key", {"叠加包须有 id 和 version", "an overlay needs its id and its version"});
      continue;
    }
    context.procedure.overlays.push_back(id->string + "@" + std::to_string(version->integer));
  }
}

}  // namespace

ReadLaid read_laid(std::span<const SourceFile> files, const Library& library, Digest digest,
                   std::span<const Overlay> overlays, Date day) {
  ReadLaid laid;
  ReadProcedure& out = laid.read;
  Node root = merge_files(files, out.findings);
  if (has_errors(out.findings)) return laid;
  laid.places = lay_overlays(root, overlays, day, out.findings);
  if (has_errors(out.findings)) return laid;
  Context context(library, out.findings);
  collect_names(context, root);
  tell_unknown_sections(context, root);
  read_header(context, root);
  read_overlay_names(context, root);
  for (const auto& role : library.roles) context.procedure.role_names.emplace_back(role.id, role.name);
  read_sections(context, root);
  out.text = to_text(root);
  for (const auto& [key, section] : root.members) {
    out.files[section.pointer] = section.file_name();
    for (const auto& [id, node] : section.members) out.files[node.pointer] = node.file_name();
  }
  tell_in_overlay(out.findings, laid.places);
  if (has_errors(out.findings)) return laid;
  context.procedure.sha256 = digest == nullptr ? std::string{} : digest(out.text);
  auto procedure = std::make_shared<engine::Procedure>(std::move(context.procedure));
  procedure->index();
  out.procedure = std::move(procedure);
  return laid;
}

ReadProcedure read_procedure(std::span<const SourceFile> files, const Library& library, Digest digest) {
  return read_laid(files, library, digest, {}, {}).read;
}

}  // namespace hejie::definition
