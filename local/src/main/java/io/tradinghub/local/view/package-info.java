/// Shows a running demo: a live table in a terminal, plain lines elsewhere. Start at [io.tradinghub.local.view.Screen].
@NullMarked
package io.tradinghub.local.view;

import org.jspecify.annotations.NullMarked;
