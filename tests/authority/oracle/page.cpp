#include "tests/authority/oracle/page.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace hejie::authority::oracle {
namespace {

std::string trimmed(std::string text) {
  std::erase(text, '`');
  const auto from = text.find_first_not_of(' ');
  if (from == std::string::npos) return {};
  return text.substr(from, text.find_last_not_of(' ') - from + 1);
}

Names split(const std::string& text, char by) {
  Names parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, by);) parts.push_back(trimmed(part));
  return parts;
}

Cell cell_of(const std::string& text) {
  Cell cell;
  for (const auto& mark : split(text, ' ')) {
    if (mark == "r") cell.records = true;
    if (mark == "m") cell.records = cell.unless_named = true;
    if (!mark.empty() && mark[0] >= '1' && mark[0] <= '9')
      cell.steps[static_cast<std::size_t>(mark[0] - '0')] = mark.ends_with("?");
  }
  return cell;
}

Names list_of(const std::string& text) {
  return text.empty() ? Names{} : split(text, ',');
}

PageRow row_of(const Names& columns, const Names& parts) {
  PageRow row;
  for (std::size_t i = 1; i < parts.size() && i < columns.size(); ++i) {
    if (columns[i] == "by itself")
      row.by_itself = !parts[i].empty();
    else if (columns[i] == "named people")
      row.named = list_of(parts[i]);
    else if (columns[i] == "officers")
      row.officers = parts[i].empty() ? 0 : std::stoi(parts[i]);
    else if (columns[i] == "not who did")
      row.not_who_did = list_of(parts[i]);
    else
      row.cells[columns[i]] = cell_of(parts[i]);
  }
  return row;
}

}  // namespace

const Cell& PageRow::of(const std::string& role) const {
  static const Cell kNothing;
  const auto found = cells.find(role);
  return found == cells.end() ? kNothing : found->second;
}

Names PageRow::answering(std::size_t step) const {
  Names roles;
  for (const auto& [role, cell] : cells)
    if (cell.steps.contains(step)) roles.push_back(role);
  return roles;
}

std::size_t PageRow::steps() const {
  std::size_t last = 0;
  for (const auto& [role, cell] : cells)
    if (!cell.steps.empty()) last = std::max(last, cell.steps.rbegin()->first);
  return last;
}

bool PageRow::conditional(std::size_t step) const {
  return std::any_of(cells.begin(), cells.end(), [&](const auto& entry) {
    const auto found = entry.second.steps.find(step);
    return found != entry.second.steps.end() && found->second;
  });
}

Page read_page(const std::string& file) {
  Page page;
  std::ifstream in(file);
  std::string section;
  Names columns;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("## ")) {
      section = line.substr(3);
      columns.clear();
    }
    if (section.empty() || !line.starts_with("| ")) continue;
    const auto parts = split(line.substr(1, line.size() - 2), '|');
    if (columns.empty())
      columns = parts;
    else
      page[section][parts.front()] = row_of(columns, parts);
  }
  return page;
}

}  // namespace hejie::authority::oracle
