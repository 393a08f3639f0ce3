/// What people ask of a bot (halt, flatten, resume, adopt) and how far it is with it. Start at [ControlRequests].
@NullMarked
package io.tradinghub.control;

import org.jspecify.annotations.NullMarked;
