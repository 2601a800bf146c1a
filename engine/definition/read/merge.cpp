#include "engine/definition/read/merge.h"

#include <algorithm>

#include "engine/definition/read/say.h"

namespace hejie::definition {
namespace {

void told_twice(const Node& second, const Node& first, std::string_view key, Findings& findings) {
  findings.push_back({Severity::error, "duplicate", second.file_name(), second.pointer,
                      say("“{}”已写在 {} 中", "\"{}\" already stands in {}", key, first.file_name())});
}

bool mergeable(const Node& left, const Node& right, std::string_view key) {
  // These objects are values, not sections.
  const bool value = key == "name" || key == "number" || key == "classify";
  return !value && left.is(Node::Kind::object) && right.is(Node::Kind::object);
}

void merge_into(Node& merged, Node&& file, Findings& findings) {
  for (auto& [key, child] : file.members) {
    const auto it =
        std::find_if(merged.members.begin(), merged.members.end(), [&](const auto& m) { return m.first == key; });
    if (it == merged.members.end()) {
      merged.members.emplace_back(key, std::move(child));
    } else if (!mergeable(it->second, child, key)) {
      told_twice(child, it->second, key, findings);
    } else {
      for (auto& [name, entry] : child.members) {
        if (const Node* first = it->second.find(name))
          told_twice(entry, *first, name, findings);
        else
          it->second.members.emplace_back(name, std::move(entry));
      }
    }
  }
}

/// The same thing twice in one list says nothing more, or does it twice.
void tell_repeated(const Node& node, Findings& findings) {
  for (const auto& [key, child] : node.members) tell_repeated(child, findings);
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    tell_repeated(node.items[i], findings);
    for (std::size_t j = 0; j < i; ++j)
      if (to_text(node.items[i]) == to_text(node.items[j])) {
        findings.push_back({Severity::error,
                            "duplicate",
                            node.items[i].file_name(),
                            node.items[i].pointer,
                            {"列表中已有相同的一项", "the same item stands in this list already"}});
        break;
      }
  }
}

}  // namespace

Node merge_files(std::span<const SourceFile> files, Findings& findings) {
  std::vector<const SourceFile*> ordered;
  for (const auto& file : files) ordered.push_back(&file);
  std::stable_sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) { return a->path < b->path; });
  Node merged;
  merged.kind = Node::Kind::object;
  for (const SourceFile* source : ordered) {
    Node node = parse_file(*source, findings);
    if (!merged.file) merged.file = node.file;
    if (node.is(Node::Kind::object))
      merge_into(merged, std::move(node), findings);
    else if (!has_errors(findings))
      findings.push_back(
          {Severity::error, "type", source->path, "", {"文件应为一个对象 {…}", "the file must be an object {...}"}});
  }
  if (!has_errors(findings)) tell_repeated(merged, findings);
  return merged;
}

}  // namespace hejie::definition
