// The words of a trace, Chinese and English. Inside engine/calendar only.
#pragma once

#include "engine/base/text.h"
#include "engine/calendar/trace.h"

namespace hejie::calendar {

[[nodiscard]] StepKind step_kind(DayKind kind);
[[nodiscard]] Text why_start(bool hours);
/// A working day counted as number `n`.
[[nodiscard]] Text why_worked(const Day& day, int n);
/// An off day that a working-day count passes over.
[[nodiscard]] Text why_off(const Day& day);
[[nodiscard]] Text why_counted(const Day& day, int n);
[[nodiscard]] Text why_excluded();
[[nodiscard]] Text why_match(Period period, bool month_end);
[[nodiscard]] Text why_added(int n);
[[nodiscard]] Text why_rolled(const Day& day, bool excluded);
/// `nominal` differs from the day itself after a roll.
[[nodiscard]] Text why_due(const Day& due, const Day& nominal, Roll roll);
[[nodiscard]] Text why_due_hour(int minute);
[[nodiscard]] Text why_due_back(int n, Unit unit);
/// Reason of a run of days first ... last that share their kind.
[[nodiscard]] Text why_run(const Step& first, const Step& last);

}  // namespace hejie::calendar
