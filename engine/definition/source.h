// A definition file as text: where it came from and what it says. Whoever reads folders or the resources of the binary
// fills it; the reader itself opens nothing.
#pragma once

#include <string>

namespace hejie::definition {

struct SourceFile {
  std::string path;  ///< "workflows/cn/mediation/events.json"; shown in findings, decides the order of merging
  std::string text;
};

}  // namespace hejie::definition
