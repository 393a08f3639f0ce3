/// Checks what each account can and cannot do in the stores. Start at [io.tradinghub.db.accesscheck.AccessCheck].
@NullMarked
package io.tradinghub.db.accesscheck;

import org.jspecify.annotations.NullMarked;
