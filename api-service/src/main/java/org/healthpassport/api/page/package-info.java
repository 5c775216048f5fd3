/** Lists that are answered page by page. */
@NullMarked
package org.healthpassport.api.page;

import org.jspecify.annotations.NullMarked;
