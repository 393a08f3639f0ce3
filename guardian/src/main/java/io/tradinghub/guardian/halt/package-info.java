/// Ends entries of bots where an alert calls for it. Start at [io.tradinghub.guardian.halt.Halter].
@NullMarked
package io.tradinghub.guardian.halt;

import org.jspecify.annotations.NullMarked;
