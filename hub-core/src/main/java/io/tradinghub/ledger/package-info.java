/// The durable record of what a bot intended and what was executed, and the truth after a restart. Start at [Ledger].
@NullMarked
package io.tradinghub.ledger;

import org.jspecify.annotations.NullMarked;
