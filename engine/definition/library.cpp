#include "engine/definition/library.h"

#include <algorithm>

#include "engine/definition/read/context.h"
#include "engine/definition/read/fields.h"

namespace hejie::definition {
namespace {

const std::vector<std::string> kClasses{"staff", "outside", "system"};

Role read_role(Context& context, const std::string& id, const Node& node) {
  Fields fields(context, node);
  check_id(context, node, id);
  Role role;
  role.id = id;
  role.name = fields.need_text("name");
  role.kind = static_cast<RoleClass>(fields.word("class", kClasses, 0));
  role.desk = fields.string("desk");
  return role;
}

/// "+1wd" three times is +1wd, +2wd, +3wd: told again each unit after the due day.
void read_rung(Context& context, const Node& node, Ladder& ladder) {
  Fields rung(context, node);
  LadderRung first{rung.string("at"), rung.strings("to")};
  const int times = rung.integer("times", 1, 1, 30);
  const auto period = calendar::parse_period(std::string_view(first.at).substr(first.at.starts_with('+') ? 1 : 0));
  if (times > 1 && (!first.at.starts_with('+') || !period))
    return context.error(node, "bad_value",
                         {"只有到期之后的提醒可以重复", "only a rung after the due day is told again"});
  for (int i = 1; i < times; ++i) {
    ladder.rungs.push_back(first);
    first.at = "+" + calendar::format_period({period->unit, period->count + i});
  }
  ladder.rungs.push_back(std::move(first));
}

Ladder read_ladder(Context& context, const std::string& id, const Node& node) {
  Fields fields(context, node);
  check_id(context, node, id);
  Ladder ladder;
  ladder.id = id;
  ladder.name = fields.need_text("name");
  const Node* rungs = fields.need("rungs");
  if (rungs == nullptr) return ladder;
  for (const auto& item : rungs->items) {
    read_rung(context, item, ladder);
  }
  if (ladder.rungs.empty()) context.error(*rungs, "missing_key", {"阶梯没有一级", "a ladder without rungs"});
  return ladder;
}

/// The members of `section` of a file, or of the file itself.
const Node& section_of(const Node& file, std::string_view section) {
  const Node* inner = file.find(section);
  return inner == nullptr ? file : *inner;
}

Instrument read_instrument(Context& context, const std::string& code, const Node& node) {
  // The register of instruments has more to tell than the reader wants (dates of amendments, sources): keys are open.
  Instrument out;
  out.code = code;
  if (const Node* title = node.find("title"))
    out.title = read_text(context, *title);
  else
    context.error(node, "missing_key", {"缺少键“title”", "the key \"title\" is missing"});
  if (const Node* issuer = node.find("issuer"); issuer != nullptr && issuer->is(Node::Kind::object))
    out.issuer = read_text(context, *issuer);
  const auto string_of = [&](std::string_view key) {
    const Node* child = node.find(key);
    return child != nullptr && child->is(Node::Kind::string) ? child->string : std::string{};
  };
  out.number = string_of("number");
  out.publication = string_of("publication");
  out.repealed_on = parse_date(string_of("repealed_on"));
  return out;
}

template <typename T>
const T* by_id(const std::vector<T>& items, std::string_view id, std::string T::*key) {
  const auto it = std::find_if(items.begin(), items.end(), [&](const T& item) { return item.*key == id; });
  return it == items.end() ? nullptr : &*it;
}

}  // namespace

const Role* Library::find_role(std::string_view id) const {
  return by_id(roles, id, &Role::id);
}
const Instrument* Library::find_instrument(std::string_view code) const {
  return by_id(instruments, code, &Instrument::code);
}
const Ladder* Library::find_ladder(std::string_view id) const {
  return by_id(ladders, id, &Ladder::id);
}

Library read_library(std::span<const SourceFile> files, Findings& findings) {
  Library library;
  const Library none;
  Context context(none, findings);
  for (const auto& file : files) {
    if (file.path.ends_with("roles/roles.json")) {
      const Node node = parse_file(file, findings);
      for (const auto& [id, role] : section_of(node, "roles").members)
        library.roles.push_back(read_role(context, id, role));
    } else if (file.path.ends_with("alerts/ladders.json")) {
      const Node node = parse_file(file, findings);
      for (const auto& [id, ladder] : section_of(node, "ladders").members)
        library.ladders.push_back(read_ladder(context, id, ladder));
    } else if (file.path.ends_with("laws/instruments.json")) {
      const Node node = parse_file(file, findings);
      for (const auto& [code, instrument] : section_of(node, "instruments").members)
        library.instruments.push_back(read_instrument(context, code, instrument));
    }
  }
  return library;
}

}  // namespace hejie::definition
