# Cuts the power of a mounted ext4 file system: what is not on the disk by now is gone, the journal's buffer included.
# Used by the power-cut tests on an image of their own. Usage: python3 ext4_shutdown.py MOUNT_POINT
import fcntl
import os
import struct
import sys

EXT4_IOC_SHUTDOWN = 0x8004587D  # _IOR('X', 125, __u32), linux/fs/ext4/ext4.h
NOLOGFLUSH = 2  # the journal is not written out first

folder = os.open(sys.argv[1], os.O_RDONLY)
fcntl.ioctl(folder, EXT4_IOC_SHUTDOWN, struct.pack("I", NOLOGFLUSH))
