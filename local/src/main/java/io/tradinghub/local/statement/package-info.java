/// What the simulated exchange and the ledger each say of an account, in a form that can be compared to the last digit.
/// Start at [io.tradinghub.local.statement.Statement].
@NullMarked
package io.tradinghub.local.statement;

import org.jspecify.annotations.NullMarked;
