#include "engine/definition/overlay/merge.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/definition/read/context.h"

namespace hejie::definition {
namespace {

using File = std::shared_ptr<const std::string>;

std::string below(const std::string& pointer, std::string_view part) {
  std::string out = pointer + "/";
  for (const char c : part) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return out;
}

/// Gives a node and all in it their place in the merged text.
void place_at(Node& node, const std::string& pointer, const File& file) {
  node.pointer = pointer;
  if (file) node.file = file;
  for (auto& [key, child] : node.members) place_at(child, below(pointer, key), file);
  for (std::size_t i = 0; i < node.items.size(); ++i) place_at(node.items[i], below(pointer, std::to_string(i)), file);
}

Node text_node(std::string text) {
  Node node;
  node.kind = Node::Kind::string;
  node.string = std::move(text);
  return node;
}

Node list_node(std::vector<Node> items) {
  Node node;
  node.kind = Node::Kind::array;
  node.items = std::move(items);
  return node;
}

Node object_node(std::vector<std::pair<std::string, Node>> members) {
  Node node;
  node.kind = Node::Kind::object;
  node.members = std::move(members);
  return node;
}

Node cite_node(const engine::Cites& cites) {
  std::vector<Node> items;
  for (const auto& cite : cites) items.push_back(text_node(cite.law + ":" + cite.article));
  return list_node(std::move(items));
}

bool same(const Node& a, const Node& b) {
  return to_text(a) == to_text(b);
}

/// Entries of a list are found by their id: a number would silently mean another one after a change above.
Node* child_of(Node& node, std::string_view part) {
  for (auto& [key, child] : node.members)
    if (key == part) return &child;
  for (auto& item : node.items)
    if (const Node* id = item.find("id"); id != nullptr && id->string == part) return &item;
  return nullptr;
}

std::vector<std::string> names_in(const Node& node) {
  std::vector<std::string> names;
  for (const auto& [key, child] : node.members) names.push_back(key);
  for (const auto& item : node.items)
    if (const Node* id = item.find("id")) names.push_back(id->string);
  return names;
}

class Merger {
 public:
  Merger(Node& root, Findings& findings, std::vector<MergedPlace>& places)
      : root_(root), findings_(findings), places_(places) {}

  /// @returns whether it was laid
  bool lay(const OverlayChange& change) {
    change_ = &change;
    file_ = std::make_shared<const std::string>(change.file);
    if (change.path.empty() || !change.value || !may_change()) return false;
    if (change.by_trigger_day()) return lay_length();
    switch (change.op) {
      case OverlayOp::replace:
        return replace();
      case OverlayOp::add:
        return add();
      case OverlayOp::append:
        return append();
    }
    return false;
  }

 private:
  bool tell(std::string_view key, std::string check, Text message) {
    findings_.push_back(
        {Severity::error, std::move(check), change_->file, change_->pointer + std::string(key), std::move(message)});
    return false;
  }

  /// What makes a procedure lawful whatever the place: who must agree, how many act, what a thing is.
  bool may_change() {
    static const std::set<std::string, std::less<>> kIdentity{"procedure", "version", "overlays"};
    static const std::set<std::string, std::less<>> kKinds{"kind", "per", "phase"};
    static const std::set<std::string, std::less<>> kOnlyMore{"approval", "not_by_actor_of", "cite"};
    const auto& path = change_->path;
    const bool item = path.size() == 3 && (path[0] == "clocks" || path[0] == "states");
    bool barred = kIdentity.contains(path.front()) || (item && kKinds.contains(path[2]));
    if (change_->op == OverlayOp::replace)
      barred =
          barred || std::any_of(path.begin(), path.end(), [](const auto& part) { return kOnlyMore.contains(part); });
    if (path.back() == "officers" && change_->op == OverlayOp::replace)
      barred = barred || !change_->expect || change_->value->integer < change_->expect->integer;
    if (!barred) return true;
    return tell(
        "/at", "overlay_protected",
        {"此处不得由叠加包改动（编号、种类、批准、回避、人数只可加严，依据只可增加）",
         "an overlay may not change this: ids and kinds stay, approvals, officers and separation of persons may "
         "only grow, citations may only be added"});
  }

  /// Goes down `depth` parts of the path. Null: told.
  Node* walk(std::size_t depth) {
    Node* node = &root_;
    for (std::size_t i = 0; i < depth; ++i) {
      Node* child = child_of(*node, change_->path[i]);
      if (child == nullptr) {
        tell("/at", "overlay_path",
             say("程序“{}”中没有“{}”", "the procedure \"{}\" has no \"{}\" there", change_->procedure,
                 change_->path[i]) +
                 suggestion(change_->path[i], names_in(*node)));
        return nullptr;
      }
      node = child;
    }
    return node;
  }

  bool expects(const Node& now) {
    if (!change_->expect) return false;
    if (same(*change_->value, now))
      return tell("/value", "overlay_same", {"与原来相同，没有改变什么", "says what stands there already"});
    if (same(*change_->expect, now)) return true;
    return tell("/expect", "overlay_expect",
                say("原文现为 {}，不是所写的 {}：请核对后改写 expect",
                    "what stands there is {}, not {}: read it again, then correct \"expect\"", to_text(now),
                    to_text(*change_->expect)));
  }

  void wrote(const std::string& pointer, std::string_view at = "/value") {
    places_.push_back({pointer, change_->file, change_->pointer + std::string(at)});
  }

  bool replace() {
    Node* node = walk(change_->path.size());
    if (node == nullptr || !expects(*node)) return false;
    const std::string pointer = node->pointer;
    *node = *change_->value;
    place_at(*node, pointer, file_);
    wrote(pointer);
    cite_item();
    return true;
  }

  bool add() {
    const std::string& name = change_->path.back();
    if (change_->path.size() == 2 && root_.find(change_->path.front()) == nullptr) {
      root_.members.emplace_back(change_->path.front(), object_node({}));
      place_at(root_.members.back().second, below("", change_->path.front()), file_);
    }
    Node* parent = walk(change_->path.size() - 1);
    if (parent == nullptr) return false;
    if (child_of(*parent, name) != nullptr)
      return tell("/at", "overlay_exists",
                  say("“{}”已有；要改它请用 replace", "\"{}\" is there already; to change it use replace", name));
    if (parent->is(Node::Kind::object)) {
      parent->members.emplace_back(name, *change_->value);
      put_last(*parent, parent->members.back().second, name);
      return true;
    }
    const Node* id = change_->value->find("id");
    if (!parent->is(Node::Kind::array) || id == nullptr || id->string != name)
      return tell("/value", "overlay_path",
                  say("列表中新增的一项须有编号 id“{}”", "an entry added to a list needs its id \"{}\"", name));
    parent->items.push_back(*change_->value);
    put_last(*parent, parent->items.back(), std::to_string(parent->items.size() - 1));
    return true;
  }

  void put_last(const Node& parent, Node& node, const std::string& name) {
    const std::string pointer = below(parent.pointer, name);
    place_at(node, pointer, file_);
    wrote(pointer);
    cite_item();
  }

  bool append() {
    Node* list = walk(change_->path.size());
    if (list == nullptr) return false;
    if (list->is(Node::Kind::string)) {
      Node only = *list;
      const std::string pointer = list->pointer;
      const File file = list->file;
      *list = list_node({std::move(only)});
      place_at(*list, pointer, file);
    }
    if (!list->is(Node::Kind::array)) return tell("/at", "overlay_path", {"append 只用于列表", "append is for lists"});
    for (const auto& item : list->items)
      if (same(item, *change_->value))
        return tell("/value", "overlay_same", {"列表中已有这一项", "the list has this already"});
    list->items.push_back(*change_->value);
    put_last(*list, list->items.back(), std::to_string(list->items.size() - 1));
    return true;
  }

  /// The new length stands beside the old one, each for its days.
  bool lay_length() {
    Node* clock = walk(2);
    if (clock == nullptr) return false;
    Node* length = child_of(*clock, "length");
    if (length == nullptr) return walk(3) != nullptr;
    const auto laid = lengths_.find(change_->path[1]);
    if (!expects(laid == lengths_.end() ? *length : *laid->second)) return false;
    lengths_[change_->path[1]] = change_->value;
    std::vector<std::pair<std::string, Node>> parts;
    if (change_->valid.from) parts.emplace_back("from", text_node(format_date(*change_->valid.from)));
    if (change_->valid.to) parts.emplace_back("to", text_node(format_date(*change_->valid.to)));
    parts.emplace_back("length", *change_->value);
    parts.emplace_back("cite", cite_node(change_->cite));
    Node variant = object_node(std::move(parts));
    const std::string pointer = below(clock->pointer, "variants");
    place_at(variant, pointer + "/0", file_);
    Node* variants = child_of(*clock, "variants");
    if (variants == nullptr) {
      clock->members.emplace_back("variants", list_node({}));
      variants = &clock->members.back().second;
      variants->file = clock->file;
    }
    variants->items.insert(variants->items.begin(), std::move(variant));
    place_at(*variants, pointer, nullptr);
    const std::string before = pointer + "/";
    for (auto& place : places_) {  // those laid before have moved one down
      if (!place.pointer.starts_with(before)) continue;
      std::size_t digits = 0;
      const int number = std::stoi(place.pointer.substr(before.size()), &digits);
      place.pointer = before + std::to_string(number + 1) + place.pointer.substr(before.size() + digits);
    }
    wrote(pointer + "/0", "");
    wrote(pointer + "/0/length");
    return true;
  }

  /// Who asks why gets the overlay's article with the national one.
  void cite_item() {
    static const std::set<std::string, std::less<>> kSections{"events",    "automatic", "clocks",  "holds",
                                                              "documents", "service",   "switches"};
    const auto& path = change_->path;
    if (path.back() == "cite") return;
    Node* item = child_of(root_, path.front());
    if (item != nullptr && path.size() > 2 && kSections.contains(path.front()))
      item = child_of(*item, path[1]);
    else if (path.front() != "classify")
      return;
    if (item == nullptr || !item->is(Node::Kind::object)) return;
    Node* cite = child_of(*item, "cite");
    if (cite == nullptr) {
      item->members.emplace_back("cite", list_node({}));
      cite = &item->members.back().second;
    } else if (!cite->is(Node::Kind::array)) {
      Node only = *cite;
      *cite = list_node({std::move(only)});
    }
    for (auto& more : cite_node(change_->cite).items)
      if (std::none_of(cite->items.begin(), cite->items.end(), [&](const Node& has) { return same(has, more); }))
        cite->items.push_back(std::move(more));
    place_at(*cite, below(item->pointer, "cite"), item->file);
  }

  Node& root_;
  Findings& findings_;
  std::vector<MergedPlace>& places_;
  const OverlayChange* change_ = nullptr;
  File file_;
  std::map<std::string, std::shared_ptr<const Node>> lengths_;  ///< laid on a clock by an overlay before
};

/// A bureau's own list takes the place of the values of a fact, where the procedure has that fact.
struct OwnList {
  std::string_view fact;
  const std::vector<NamedText>& values;
  std::string place;  ///< "/bureau/sectors"
};

void lay_list(Node& root, const Overlay& overlay, const OwnList& list, Findings& findings,
              std::vector<MergedPlace>& places) {
  Node* facts = child_of(root, "facts");
  Node* fact = facts == nullptr ? nullptr : child_of(*facts, list.fact);
  if (fact == nullptr || list.values.empty()) return;
  Node* values = child_of(*fact, "values");
  const Node* init = child_of(*fact, "init");
  if (values == nullptr) return;
  const std::string pointer = values->pointer;
  std::vector<std::pair<std::string, Node>> members;
  bool has_init = init == nullptr;
  for (const auto& value : list.values) {
    has_init = has_init || value.id == init->string;
    members.emplace_back(value.id, object_node({{"zh", text_node(value.name.zh)}, {"en", text_node(value.name.en)}}));
  }
  if (!has_init) {
    findings.push_back(
        {Severity::error, "overlay_path", overlay.file, list.place,
         say("缺少“{}”（未填写时的值）", "\"{}\" is missing: it holds where none is said", init->string)});
    return;
  }
  *values = object_node(std::move(members));
  place_at(*values, pointer, std::make_shared<const std::string>(overlay.file));
  places.push_back({pointer, overlay.file, list.place});
}

/// Sectors and mediation organizations are the values of the facts that ask for one.
void lay_lists(Node& root, const Overlay& overlay, Findings& findings, std::vector<MergedPlace>& places) {
  std::vector<NamedText> bodies;
  for (const auto& body : overlay.bureau.mediation_bodies) bodies.push_back({body.id, body.name});
  lay_list(root, overlay, {"sector", overlay.bureau.sectors, "/bureau/sectors"}, findings, places);
  for (const std::string_view fact : {"mediation_body", "handover_to", "level_to"})
    lay_list(root, overlay, {fact, bodies, "/bureau/mediation_bodies"}, findings, places);
}

Node named(const Overlay& overlay, std::vector<Node> changes) {
  Node version;
  version.kind = Node::Kind::integer;
  version.integer = overlay.version;
  return object_node({{"id", text_node(overlay.id)},
                      {"version", std::move(version)},
                      {"name", object_node({{"zh", text_node(overlay.name.zh)}, {"en", text_node(overlay.name.en)}})},
                      {"changes", list_node(std::move(changes))}});
}

Node laid_node(const OverlayChange& change) {
  std::string place;
  for (const auto& part : change.path) place = below(place, part);
  std::vector<std::pair<std::string, Node>> parts{{"at", text_node(place)}, {"cite", cite_node(change.cite)}};
  if (change.valid.from) parts.emplace_back("from", text_node(format_date(*change.valid.from)));
  if (change.valid.to) parts.emplace_back("to", text_node(format_date(*change.valid.to)));
  return object_node(std::move(parts));
}

bool is_below(const std::string& path, const std::string& place) {
  return path == place || (path.starts_with(place) && path[place.size()] == '/');
}

}  // namespace

std::vector<MergedPlace> lay_overlays(Node& root, std::span<const Overlay> overlays, Date day, Findings& findings) {
  std::vector<MergedPlace> places;
  const Node* id = root.find("procedure");
  if (overlays.empty() || id == nullptr) return places;
  const std::string procedure = id->string;
  Merger merger(root, findings, places);
  std::vector<Node> names;
  for (const auto& overlay : overlays) {
    std::vector<Node> changes;
    for (const auto& change : overlay.changes) {
      if (change.procedure != procedure) continue;
      if (!change.by_trigger_day() && !change.valid.holds(day)) continue;
      if (!merger.lay(change)) continue;
      Node laid = laid_node(change);  // two entries of one list are one mark
      if (std::none_of(changes.begin(), changes.end(), [&](const Node& has) { return same(has, laid); }))
        changes.push_back(std::move(laid));
    }
    lay_lists(root, overlay, findings, places);
    names.push_back(named(overlay, std::move(changes)));
  }
  root.members.emplace_back("overlays", list_node(std::move(names)));
  place_at(root.members.back().second, "/overlays", root.file);
  return places;
}

std::vector<Date> days_of_change(std::span<const Overlay> overlays, std::string_view procedure) {
  std::set<Date> days;
  for (const auto& overlay : overlays)
    for (const auto& change : overlay.changes) {
      if (change.procedure != procedure || change.by_trigger_day()) continue;
      if (change.valid.from) days.insert(*change.valid.from);
      if (change.valid.to) days.insert(*change.valid.to + 1);
    }
  return {days.begin(), days.end()};
}

void tell_in_overlay(Findings& findings, std::span<const MergedPlace> places) {
  for (auto& finding : findings) {
    const MergedPlace* best = nullptr;
    for (const auto& place : places)
      if (is_below(finding.path, place.pointer) && (best == nullptr || best->pointer.size() < place.pointer.size()))
        best = &place;
    if (best == nullptr) continue;
    finding.path = best->at + finding.path.substr(best->pointer.size());
    finding.file = best->file;
  }
}

}  // namespace hejie::definition
