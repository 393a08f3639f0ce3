/// Streaming indicators on double: one value or candle in, one result out, in constant amortised time and without
/// allocation.
///
/// Definitions and warm-up are those of ta4j, which is the oracle in the tests. An indicator is `NaN` until it has seen
/// `warmUp()` values, which is when `isReady()` turns true. Inputs must be finite. Not thread-safe: each has one owner.
/// Start at [io.tradinghub.indicator.Ema].
@NullMarked
package io.tradinghub.indicator;

import org.jspecify.annotations.NullMarked;
