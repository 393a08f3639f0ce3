@NullMarked
package io.tradinghub.sim.signed;

import org.jspecify.annotations.NullMarked;
