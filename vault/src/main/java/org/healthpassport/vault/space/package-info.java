/** The free space on the disks of this machine, and the limits below which data is refused. */
@NullMarked
package org.healthpassport.vault.space;

import org.jspecify.annotations.NullMarked;
