/// What is wrong, since when, and who has been told. No I/O and no clock. Start at
/// [io.tradinghub.guardian.alert.AlertBook].
@NullMarked
package io.tradinghub.guardian.alert;

import org.jspecify.annotations.NullMarked;
