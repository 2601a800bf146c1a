#include <nlohmann/json.hpp>

#include "engine/definition/node.h"
#include "json/json.h"

namespace hejie::definition {
namespace {

using Json = nlohmann::ordered_json;
using File = std::shared_ptr<const std::string>;

Node convert(const Json& value, const File& file, std::string pointer) {
  Node node;
  node.file = file;
  node.pointer = std::move(pointer);
  if (value.is_boolean()) {
    node.kind = Node::Kind::boolean;
    node.boolean = value.get<bool>();
  } else if (value.is_number_integer()) {
    node.kind = Node::Kind::integer;
    node.integer = value.get<std::int64_t>();
  } else if (value.is_string()) {
    node.kind = Node::Kind::string;
    node.string = value.get<std::string>();
  } else if (value.is_array()) {
    node.kind = Node::Kind::array;
    for (std::size_t i = 0; i < value.size(); ++i)
      node.items.push_back(convert(value[i], file, json::pointer(node.pointer, i)));
  } else if (value.is_object()) {
    node.kind = Node::Kind::object;
    for (const auto& [key, child] : value.items())
      node.members.emplace_back(key, convert(child, file, json::pointer(node.pointer, key)));
  }
  return node;
}

Json back(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      return nullptr;
    case Node::Kind::boolean:
      return node.boolean;
    case Node::Kind::integer:
      return node.integer;
    case Node::Kind::string:
      return node.string;
    case Node::Kind::array: {
      Json array = Json::array();
      for (const auto& item : node.items) array.push_back(back(item));
      return array;
    }
    case Node::Kind::object: {
      Json object = Json::object();
      for (const auto& [key, child] : node.members) object[key] = back(child);
      return object;
    }
  }
  return nullptr;
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const auto& [name, child] : members)
    if (name == key) return &child;
  return nullptr;
}

const std::string& Node::file_name() const {
  static const std::string kNone;
  return file ? *file : kNone;
}

Node parse_file(const SourceFile& source, Findings& findings) {
  const auto file = std::make_shared<const std::string>(source.path);
  auto parsed = json::parse(source.text);
  if (parsed) return convert(*parsed, file, "");
  const Error& error = parsed.error();
  if (error.findings.empty()) findings.push_back({Severity::error, "syntax", source.path, "", error.message});
  for (const auto& finding : error.findings)
    findings.push_back({Severity::error, finding.code, source.path, finding.path, finding.message});
  Node none;
  none.file = file;
  return none;
}

std::string to_text(const Node& node) {
  return json::dump(back(node));
}

}  // namespace hejie::definition
