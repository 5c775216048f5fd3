/** Files that appear whole or not at all, are readable by their owner alone, and survive a crash once published. */
@NullMarked
package org.healthpassport.vault.durable;

import org.jspecify.annotations.NullMarked;
