"""What tests share: sessions, terminals, people, disks and networks."""
