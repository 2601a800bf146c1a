// The sections of a procedure, one function each, in the order the reader calls them: a section may rely on those read
// before it. Internal to engine/definition.
#pragma once

#include "engine/definition/read/context.h"

namespace hejie::definition {

void read_header(Context& context, const Node& root);
void read_parties(Context& context, const Node& section);
void read_facts(Context& context, const Node& section);
void read_standings(Context& context, const Node& section);
void read_items(Context& context, const Node& section);
void read_switches(Context& context, const Node& section);
void read_states(Context& context, const Node& section);
void read_documents(Context& context, const Node& section);
void read_links(Context& context, const Node& section);
void read_service(Context& context, const Node& section);
void read_classify(Context& context, const Node& section);
void read_holds(Context& context, const Node& section);
void read_events(Context& context, const Node& section);
void read_automatic(Context& context, const Node& section);
void read_clocks(Context& context, const Node& section);

/// Holds without `lives` live where an event can release them. @pre events read
void fill_hold_lives(Context& context, const Node& section);

}  // namespace hejie::definition
