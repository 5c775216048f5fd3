/** Objects as files of a folder. */
@NullMarked
package org.healthpassport.vault.object.folder;

import org.jspecify.annotations.NullMarked;
