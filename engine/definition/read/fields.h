// Reads the keys of one object. What nobody asked for by the end is an unknown key; the keys asked for are the names
// offered as "did you mean". Internal to engine/definition.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/definition/read/context.h"

namespace hejie::definition {

class Fields {
 public:
  /// Not an object: one finding, and every key is absent.
  Fields(Context& context, const Node& node);
  ~Fields();  ///< tells the keys nobody asked for
  Fields(const Fields&) = delete;
  Fields& operator=(const Fields&) = delete;

  [[nodiscard]] const Node& node() const { return node_; }
  [[nodiscard]] bool has(std::string_view key) { return find(key) != nullptr; }
  /// null when absent.
  const Node* find(std::string_view key);
  /// A finding when absent.
  const Node* need(std::string_view key);

  std::string string(std::string_view key);
  bool boolean(std::string_view key, bool otherwise);
  int integer(std::string_view key, int otherwise, int least, int most);
  std::optional<std::int64_t> number(std::string_view key);
  Text text(std::string_view key);
  Text need_text(std::string_view key);
  engine::Cites cites(std::string_view key = "cite");
  std::string name(std::string_view key, Name kind);
  std::vector<std::string> names(std::string_view key, Name kind);
  std::vector<std::string> strings(std::string_view key);
  /// One of the words, as its index; a finding and `otherwise` when it is another.
  std::size_t word(std::string_view key, const std::vector<std::string>& words, std::size_t otherwise);

 private:
  Context& context_;
  const Node& node_;
  std::vector<std::string> asked_;
};

}  // namespace hejie::definition
