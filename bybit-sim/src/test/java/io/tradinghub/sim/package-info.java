@NullMarked
package io.tradinghub.sim;

import org.jspecify.annotations.NullMarked;
