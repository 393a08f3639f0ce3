/// The local file for exits while the ledger is away. Start at [io.tradinghub.ledger.file.IntentFile].
@NullMarked
package io.tradinghub.ledger.file;

import org.jspecify.annotations.NullMarked;
