// A JSON value that remembers its file and place, so that every finding can say where. Internal to engine/definition:
// the one source file that knows the JSON library is node_json.cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/definition/finding.h"
#include "engine/definition/source.h"

namespace hejie::definition {

struct Node {
  enum class Kind { null, boolean, integer, string, array, object };
  Kind kind = Kind::null;
  bool boolean = false;
  std::int64_t integer = 0;
  std::string string;
  std::vector<Node> items;                            ///< array
  std::vector<std::pair<std::string, Node>> members;  ///< object, in the order of the file
  std::shared_ptr<const std::string> file;
  std::string pointer;

  [[nodiscard]] const Node* find(std::string_view key) const;
  [[nodiscard]] bool is(Kind other) const { return kind == other; }
  [[nodiscard]] const std::string& file_name() const;
};

/// Parses one file. What cannot be read is told in `findings` and gives a null node.
[[nodiscard]] Node parse_file(const SourceFile& source, Findings& findings);

/// Compact JSON text in the order of the node: the text a case is pinned to. Keys keep their order because the order of
/// clocks and automatic events is meaning.
[[nodiscard]] std::string to_text(const Node& node);

}  // namespace hejie::definition
