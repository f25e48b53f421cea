// SPDX-License-Identifier: GPL-2.0-only
/* Linked with the whole of a room and the rooms below it, to show that it calls no other. */
int main(void)
{
	return 0;
}
