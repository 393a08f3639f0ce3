/// What a bot may do at most, checked before every order. Start at [RiskGate].
@NullMarked
package io.tradinghub.risk;

import org.jspecify.annotations.NullMarked;
