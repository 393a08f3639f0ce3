/// The ways to people: Telegram, e-mail, webhook. Start at [io.tradinghub.guardian.channel.Channel].
@NullMarked
package io.tradinghub.guardian.channel;

import org.jspecify.annotations.NullMarked;
