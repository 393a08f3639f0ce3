/// Watches the hub and tells people what is wrong. Start at [io.tradinghub.guardian.GuardianMain].
@NullMarked
package io.tradinghub.guardian;

import org.jspecify.annotations.NullMarked;
