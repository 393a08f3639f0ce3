/// Orders, executions and what is known of them. Start at [OrderRequest].
@NullMarked
package io.tradinghub.order;

import org.jspecify.annotations.NullMarked;
