// The one field of an opening act that no form asks: the overlays the case runs on, "cn-zj@1 district@3". Written by
// app when a case is opened; the engine lets it pass and reads nothing in it.
#pragma once

namespace hejie::engine {

inline constexpr const char* kOverlaysField = "overlays";

}  // namespace hejie::engine
