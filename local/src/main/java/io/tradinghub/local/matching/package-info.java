/// Puts the simulated Bybit, and the adapter that speaks to it, behind the simulation of whole bots. Start at
/// [io.tradinghub.local.matching.BybitMatching].
@NullMarked
package io.tradinghub.local.matching;

import org.jspecify.annotations.NullMarked;
