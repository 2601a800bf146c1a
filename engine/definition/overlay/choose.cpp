#include "engine/definition/overlay/choose.h"

namespace hejie::definition {
namespace {

std::unexpected<Error> no_such(const std::string& name, std::span<const SourceFile> files) {
  std::string known;
  for (const auto& each : overlay_names(files)) known += (known.empty() ? "" : ", ") + each;
  return fail(ErrorCode::invalid,
              {"没有名为 " + name + " 的叠加包；已有: " + known + "；或者写出文件路径",
               "there is no overlay " + name + "; there are: " + known + "; or give the path of a file"});
}

}  // namespace

Result<std::vector<SourceFile>> choose_overlays(std::span<const SourceFile> files,
                                                const std::vector<std::string>& names, const ReadFile& read) {
  std::vector<SourceFile> out;
  for (const auto& name : names) {
    if (const SourceFile* shipped = find_overlay_file(files, name)) {
      out.push_back(*shipped);
    } else if (is_overlay_file(name)) {
      TRY(auto text, read(name));
      out.push_back({name, std::move(text)});
    } else {
      return no_such(name, files);
    }
  }
  return out;
}

Result<std::vector<Overlay>> load_overlays(std::span<const SourceFile> files, const std::vector<std::string>& names,
                                           const ReadFile& read) {
  TRY(const auto chosen, choose_overlays(files, names, read));
  Findings findings;
  const Library library = read_library(files, findings);
  auto overlays = order_overlays(chosen, files, library, findings);
  if (!has_errors(findings)) return overlays;
  std::vector<Finding> list;
  for (const auto& finding : findings)
    if (finding.severity == Severity::error)
      list.push_back({finding.file + "#" + finding.path, finding.check, finding.message});
  return fail(ErrorCode::invalid, {"叠加包有误", "an overlay does not read"}, std::move(list));
}

}  // namespace hejie::definition
